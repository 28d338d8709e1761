"""Explicit-state check of the step protocol: one request, two workers, a duplicate from outside, an ask that belongs to
no chain (webhook, sweep) or a person's decision, crashes between any two sub-steps, answers lost, calls not sent, and a
message that the broker takes back and gives to another while its worker goes on: that worker is void, none of its sends
in the message's own transaction leaves.

Invariants, for every policy: at most one create at the provider (repeat: two calls at most, though two crash); never two
finals published; sequences published once each; and at rest: no gap, nothing left in a queue, exactly one final once the
provider knows the order, no order unknown for ever of which nothing was ever sent, and no answer dropped by whom it
reached.

What the ledger keeps besides the journal: which step may call next (`claim`) and how often that step has begun (`begun`).
A retry is handed the claim by the step before it and does not know by itself whether it began before: a crash between
its call and its record brings the same message back. The provider cannot be trusted to say "no such order" (it is
undocumented, so no table lists it), hence the wrong rules fail, each in its own way:

    journal      the protocol as it is built: a handed claim calls once, by `begun`
    fresh        ignores `begun`, takes a handed claim for new each time:     created twice
    returned     ignores `begun`, takes a handed claim for one that came back: unknown for ever
    uncounted    keeps only whether a step began, not how often:              a repetition that crashes is repeated
    last_step    the first draft, one field in the place of the journal:      a result is never published
    blind        a person's decision does not look whether anything is open:  two finals published
    alone        a call that was not sent is retried whoever called beside it:    called more than twice
    dropped      an answer is dropped where another delivery of the same step recorded first: an answer dropped
    traceless    a message that comes back leaves no trace where it says nothing new: an end is never published
    joined       such an answer is recorded in the step's place by a void worker: a result is never published
    deaf         "no such order" counts though the provider has shown that it knows the order: sent though known
    hasty        that is looked at where the denial is recorded, and not where the claim is taken: sent though known
    hopeful      a request is handed to another provider also where the answer was lost: called at both
    astray       the first provider is asked about a request that was handed over: created, and no final
    restless     what is UNRESOLVED is repeated by the step that had the claim already: sent though people look at it
    pressing     so is what the provider says it is at work on: sent though it is at work on it

`restless` where the time for asking is over while the message of a repetition waits (`over`): a lost answer hands the
claim to that, and an ask that belongs to no chain ends the asking.
`pressing` where a webhook says so (`word`) of what cannot be asked about.
`deaf` and `hasty` with a provider that says "no such order" (`tell`): rightly, or wrongly once, and then it is sent again
unless anything that was believed, a webhook or an answer of any status, has shown before that the provider knows the order. The
ledger keeps that (`known`), for a denial may be heard long after it, and a claim be handed on before it.
`hopeful` and `astray`: a request may go to another provider (`move`) where the first one's call was not sent. That is a
retry like any other, of a step that calls elsewhere (its id has an `s`), so that the row and its claim go with it; the second
is never called once a call has left for the first.

An act in bulk decides many requests by messages of its own, each of which says from which item on it takes the next
few, and which start of the act it belongs to (`chain`: the act itself, or a `resume`). Each item is a step of its chain,
as a person's decision is one; its row is written with it. Once the last was taken the message sends the next. Checked
with three items, crashes or somebody who stops it (`stop`), a message taken back, or one that comes back though what it
sent left (of a commit whose answer is lost nobody knows), one that the broker loses, one that resumes it, and a provider
who ends one of the requests by itself, tells something new of it, or is sent it again by the step that had the claim already. What was
decided by another chain is published once more, as a replay: nobody knows whether its message was lost before that left.
A message whose chain is not the newest any more does nothing else. Invariants: nothing published twice but as a replay, or
by the one message that came back so; nothing decided that is not as it was when it was selected, or of which the provider
said anything since; what a row says of its item is so; and at rest, where no message was lost or the act was resumed since,
what was decided is published, and nothing waits but what was stopped.

    marked       the act as it is built: a message says where it begins, a step names its chain
    waiting      a message takes the next that wait: what a crash left decided is never published
    named        a step names the act and not its chain: what is resumed publishes what the other published
    apart        an item's row is written after the decision, on its own: the report says that another decided it
    abrupt       what was stopped ends at once, also what came back: what a crash left decided is never published
    forward      what is resumed begins with the first that waits: what was lost with its message is never published
    many         a message is not told from another of the same place, so that a chain goes on twice: published twice
    unlike       an item is decided on what it is then, and not on what was selected: decided though it changed
    unbegun      that the step which had the claim already has begun since is no change: decided though it changed
    untold       nor is what the provider said of it since, where its row stays as it was: decided though it changed

What two people must want is noted by the first one's message as an act in bulk of one request or many, which nothing
begins; the message by which another one approves it starts it, as one that resumes it would, by a chain of its own. Checked
with one request, approvals of two others and of who wants it, somebody who withdraws it, the end of its time, a request
that changes, crashes, and a message taken back or one that comes back though what it sent left. Noting and sending are two
sub-steps, of which the first alone may have happened. Invariants: nothing is done but what one other person approved, in
its time, as it was when it was wanted, and it is published once; and at rest what was approved is done and published.

    approved     the approval as it is built: who it is of is noted with the start, and what comes back sends once more
    eager        the wanted act that comes back begins it: done, and not approved
    forgetful    an approval that comes back finds that it was approved: approved, and not done
    heedless     it is noted by a worker whose message another had, and found nothing to approve yet: approved, and not done
    both         whoever approves it second starts it anew: approved by two
    single       who wants it is not looked at: approved by who wants it
    endless      neither is the time: approved after its time
    unseen       it is decided on what it is then, and not on what was wanted: decided though it changed

Usage: python3 src/test/model/steps.py           all rules and policies, exit 1 where one does not end as foretold
       python3 src/test/model/steps.py RULE [ask|person|repeat] [ask|decide|tell|move|over|word] [1]   one of them, with the way to its violation
       python3 src/test/model/steps.py RULE bulk [stop]    the same of acts in bulk, or with approve of approvals"""
import sys
from collections import deque

CRASH, LOST, NOTSENT, POLLS = 2, 1, 1, 2
FINAL, OPEN_END = 'COMPLETED', 'UNRESOLVED'
GIVEN_OVER = 'sent though people look at it'
AT_WORK = 'sent though it is at work on it'

# state: queue, row, journal, provider, published, workers, budgets, evidence
# row: (claim, begun, last_step, status, seq) or None; journal: frozenset of (step, seq or 0, status, followup)
# message: (kind, step, handed, redelivered), of an answer said once more (late, step, status, redelivered); provider: (calls that left, creates, done,
# an answer that ends it reached who was alive to record it, calls that left for another provider); workers: None | (message, pc, local, void)
# evidence: (known to the ledger, sent though known or, as text, though something else forbids it, denials left, denials given, of those wrong ones that nothing stood against)


def init(visitor, taken):
    queue = frozenset({('submit', 'a', False, False), ('submit', 'b', False, False), ('ask' if visitor == 'move' else visitor, 'w', False, False)})
    return queue, None, frozenset(), (0, 0, False, False, 0 if visitor == 'move' else None), (), (None, None), (CRASH - taken, LOST, NOTSENT, POLLS - taken, taken), (
        False, False, 1 if visitor == 'tell' else 0, 0, 0)


def recorded(rule, row, journal, step):
    if rule == 'last_step' and not (row and row[2] == step):
        return None
    return next((j for j in journal if j[0] == step), None)


def nexts(s, rule, policy):
    q, row, jr, prov, pub, ws, bud, ev = s
    known, over, denies, denied, wrong = ev
    crash, lost, notsent, polls, taken = bud
    calls, creates, done, heard, other_calls = prov
    out = []

    def put(wi, w, q=q, row=row, jr=jr, prov=prov, pub=pub, bud=bud, ev=ev):
        nw = list(ws)
        nw[wi] = w if w is None or len(w) == 4 else w + (void,)
        out.append((q, row, jr, prov, pub, tuple(sorted(nw, key=repr)), bud, ev))

    if creates and not done:
        out.append((q, row, jr, (calls, creates, True, heard, other_calls), pub, ws, bud, ev))
    for wi, w in enumerate(ws):
        if w is None:
            void = False
            for m in q:
                put(wi, (m, 'start', None), q=q - {m})
            continue
        m, pc, loc, void = w
        kind, step, handed, again = m
        back = q if void else q | {m[:3] + (kind != 'submit',)}  # of a void worker another has it already
        poll = ('poll', step + 'p', False, False)
        ended = row is not None and row[3] == FINAL
        astray = rule == 'astray' and row is not None and 's' in row[0]
        if crash:                                             # the process dies: the message comes back, its sends never left
            put(wi, None, q=back, bud=(crash - 1, lost, notsent, polls, taken))
        if taken and not void:                                # the broker takes the message back, and the worker goes on
            put(wi, w[:3] + (True,), q=back, bud=(crash, lost, notsent, polls, taken - 1))
        if pc == 'start':
            r = recorded(rule, row, jr, step)
            if r:
                put(wi, (m, 'publish', r))
            elif kind == 'submit' and row is None:
                put(wi, (m, 'call', 1), row=(step, 1, None, None, 0))
            elif kind == 'submit' and row[0] == step and not ended:
                open_end, at_work = row[3] == OPEN_END, row[3] == 'ACCEPTED'
                came_back = row[1] > 0 or open_end or at_work
                if rule == 'fresh' and handed:
                    came_back = False
                if rule == 'returned' and handed:
                    came_back = True
                begun = (step, min(row[1] + 1, 3)) + row[2:]
                if not came_back and known and rule not in ('deaf', 'hasty'):
                    put(wi, (m, 'recover', None), row=begun)  # handed on before the provider was heard to know it
                elif not came_back and known:
                    put(wi, (m, 'call', begun[1]), row=begun, ev=(known, True) + ev[2:])
                elif not came_back:
                    put(wi, (m, 'call', begun[1]), row=begun)
                elif policy == 'ask':
                    put(wi, (m, 'recover', None), row=begun)
                elif policy == 'repeat' and (row[1] + ('n' in step) <= 1 or rule == 'uncounted') and (
                        not open_end or rule == 'restless') and (not at_work or rule == 'pressing'):
                    put(wi, (m, 'call', begun[1]), row=begun, ev=(known, over or open_end and GIVEN_OVER or at_work and AT_WORK) + ev[2:])    # once: a second return finds that it was repeated already
                else:
                    put(wi, (m, 'record', ('UNKNOWN', poll)))
            elif kind == 'submit' and row[0] == step:
                put(wi, (m, 'end', None))
            elif kind == 'submit' and handed:
                put(wi, (m, 'end', None))                     # the request went on without it
            elif kind == 'submit':
                if row[3] is not None:
                    put(wi, (m, 'end', None))                 # a duplicate hears the newest result once more
                else:
                    put(wi, None, q=back)                     # nothing is recorded yet: it comes back
            elif kind == 'late':
                put(wi, (m, 'end' if ended else 'record', (handed, None)))
            elif kind == 'tell':
                put(wi, (m, 'end', None), ev=(known or creates > 0 and row is not None and not ended,) + ev[1:])
            elif kind == 'over':
                put(wi, (m, 'record', (OPEN_END, None)) if row and row[3] == 'UNKNOWN' else (m, 'end', None))
            elif kind == 'word':                              # its poll is whoever finds it overdue
                put(wi, (m, 'record', ('ACCEPTED', poll)) if row and creates and not ended else (m, 'end', None))
            elif kind == 'decide':
                put(wi, (m, 'record', (FINAL, None)))         # what it finds is looked at where it is recorded
            elif row is None or ended:
                put(wi, (m, 'end', None))
            elif policy == 'ask':
                put(wi, (m, 'query', None))
            elif kind == 'poll' and row[3] != OPEN_END:
                put(wi, (m, 'record', (OPEN_END, None)))      # the budget is over, and the provider cannot be asked
            else:
                put(wi, (m, 'end', None))
        elif pc == 'call':
            there = 's' in step
            left = None if other_calls is None else other_calls + there
            ev = ev if not there or calls == other_calls else (known, True) + ev[2:]
            retry = ('submit', step + ('1' if there or left is None else 's'), True, False)
            lost_now = ('UNKNOWN', ('submit', step + 'n', True, False), loc) if policy == 'repeat' and loc <= 1 and 'n' not in step else ('UNKNOWN', poll)
            good = ('ACCEPTED', poll) if policy == 'ask' else (FINAL, None) if creates == 0 else ('UNKNOWN', poll)
            put(wi, (m, 'record', good), prov=(calls + 1, creates + 1, done, heard, left), ev=ev)
            if lost:
                less = (crash, lost - 1, notsent, polls, taken)
                put(wi, (m, 'record', lost_now), prov=(calls + 1, creates + 1, done, heard, left), bud=less, ev=ev)
                if rule == 'hopeful' and not there and loc <= 1:
                    put(wi, (m, 'record', ('RETRY', retry, loc)), prov=(calls + 1, creates + 1, done, heard, left), bud=less)
                put(wi, (m, 'record', lost_now), prov=(calls + 1, creates, done, heard, left), bud=less, ev=ev)
            if notsent and loc <= 1:                          # of a repetition it is told no more than that the first may be there
                put(wi, (m, 'record', ('UNKNOWN', ('submit', step + 'n', True, False), loc) if 'n' in step else ('RETRY', retry, loc)), bud=(crash, lost, notsent - 1, polls, taken))
        elif pc == 'recover':                                 # it may be there: found, or no telling and asked again later
            put(wi, (m, 'record', ('ACCEPTED' if creates and not astray else 'UNKNOWN', poll)))
        elif pc == 'query':
            creates, done = (0, False) if astray else (creates, done)
            flight = any(w and w[1] == 'call' for w in ws)
            if denies and kind == 'poll' and not flight:
                put(wi, (m, 'record', ('DENIED', ('submit', step + 'r', True, False))),
                    ev=(known, over, denies - 1, denied + 1, wrong + (creates > 0 and not known)))
            if denies and kind == 'poll' and polls and creates:                     # a status that no table lists
                put(wi, (m, 'commit', poll), bud=(crash, lost, notsent, polls - 1, taken), ev=(True,) + ev[1:])
            if done:
                put(wi, (m, 'record', (FINAL, None)))
            elif kind == 'poll' and polls:
                put(wi, (m, 'commit', poll), bud=(crash, lost, notsent, polls - 1, taken))
            elif kind == 'poll' and any(w and w[1] == 'call' for w in ws):
                put(wi, None, q=back)                         # the asking goes on for longer than any call
            elif kind == 'poll' and creates:
                put(wi, None, q=back)                         # later: the provider will be done
            elif kind == 'poll' and row[3] != OPEN_END:
                put(wi, (m, 'record', (OPEN_END, None)))
            else:
                put(wi, (m, 'end', None))                     # an ask once, no chain of its own
        elif pc == 'record':
            status, follow = loc[:2]
            other = recorded(rule, row, jr, step)
            news = status in (FINAL, 'ACCEPTED') and kind != 'decide' and not ended and not (other and status == other[2])
            late = {('late', step + 'l', status, False)} if news and rule != 'dropped' else set()
            said = (calls, creates, done, heard or news and status == FINAL, other_calls)
            if void and rule != 'dropped' and rule != 'joined':                     # where it knows that it is
                put(wi, None, q=q | late, prov=said)
            if len(loc) > 2 and policy == 'repeat' and rule != 'alone' and row[0] == step and row[1] > loc[2]:
                status, follow = 'UNKNOWN', poll              # another delivery of this step began meanwhile, and called
            if status == 'UNKNOWN' and kind == 'submit' and row[3] == OPEN_END:
                follow = None                                 # it is given over to people: nobody asks about it or sends it again
            if status == 'UNKNOWN' and kind == 'submit' and row[3] == 'ACCEPTED' and rule != 'pressing':
                follow = poll                                 # nor is what the provider is at work on sent again
            claim = (follow[1], 0) if follow and follow[0] == 'submit' else row and row[:2]
            if other and rule == 'joined' and news:
                j = (step + 'l', row[4] + 1, status, None)
                put(wi, (m, 'publish', j), row=row[:3] + (status, row[4] + 1), jr=jr | {j}, prov=said)
            elif other:                                       # another delivery of this step recorded first
                put(wi, (m, 'publish', other), q=q | late, prov=said)
            elif kind == 'decide' and (row is None or row[3] not in (None, 'UNKNOWN', OPEN_END)) and not (rule == 'blind' and row):
                put(wi, (m, 'end', None))                     # nothing to decide: the person is told so
            elif ended and kind != 'decide':
                put(wi, (m, 'end', None))
            elif status == 'DENIED' and (known and rule != 'deaf' or row[3] != 'UNKNOWN'):
                put(wi, (m, 'commit', poll))
            elif status in ('RETRY', 'DENIED'):
                j = (step, 0, 'RETRY', follow)
                put(wi, (m, 'publish', j), row=(follow[1], 0, step) + row[3:], jr=jr | {j})
            elif kind != 'decide' and row[3] is not None and (status == row[3] or status in ('ACCEPTED', 'UNKNOWN') and row[3] != 'UNKNOWN'):
                j = (step, 0, status, follow)                 # nothing new to say, but the chain goes on
                put(wi, (m, 'publish', j), row=claim + (step,) + row[3:], jr=jr | {j})
            else:
                j = (step, row[4] + 1, status, follow)
                put(wi, (m, 'publish', j), row=claim + (step, status, row[4] + 1), jr=jr | {j})
        elif pc == 'publish':
            _, seq, status, follow = loc
            put(wi, None) if void else put(wi, None, q=q | ({follow} if follow else set()), pub=tuple(sorted(pub + ((seq, status),))) if seq else pub)
        elif pc in ('commit', 'end'):
            other = recorded(rule, row, jr, step)
            if again and other and rule != 'traceless':
                put(wi, (m, 'publish', other))
            else:                                             # what comes back leaves a trace, for who may still be at it
                trace = {(step, 0, None, loc)} if again and kind != 'submit' and rule != 'traceless' else set()
                put(wi, None, q=q if void or pc == 'end' else q | {loc}, jr=jr | trace)
    return out


def violation(s, policy, taken):
    q, row, jr, prov, pub, ws, bud, ev = s
    known, over, denies, denied, wrong = ev
    calls, creates, done, heard, other_calls = prov
    if over in (GIVEN_OVER, AT_WORK):
        return over
    if over:
        return 'sent though known' if other_calls is None else 'called at both'
    if creates > (2 if policy == 'repeat' else 1 + wrong):
        return 'created twice' if policy != 'repeat' else 'called more than twice'
    if calls > (2 if policy == 'repeat' else 1 + denied):
        return 'called too often'
    if sum(1 for p in pub if p[1] == FINAL) > 1:
        return 'two finals published'
    if len({p[0] for p in pub}) != len(pub):
        return 'a sequence published twice'
    if not q and all(w is None for w in ws):
        if sorted(p[0] for p in pub) != list(range(1, len(pub) + 1)):
            return 'a gap'
        if not pub or pub[-1][1] not in (FINAL, OPEN_END):
            return 'at rest without an end'
        if policy == 'ask' and creates and pub[-1][1] != FINAL:
            return 'created, and at rest without a final'
        if heard and pub[-1][1] != FINAL:
            return 'an answer dropped'
        if calls == 0 and bud[0] == CRASH - taken and bud[4] == taken and pub[-1][1] != FINAL:
            return 'unknown for ever'                         # nothing crashed or was taken back, and nothing was sent, yet nobody sends it
    return None


ITEMS, BATCH = 3, 2
# in what an item may come to differ, and which rules do not see it
CHANGES = {'row': ('unlike',), 'begun': ('unlike', 'unbegun'), 'told': ('unlike', 'untold')}

# state: queue, chain, reached, stopped, items, decided, changed, published, workers, budgets
# reached: up to where the chain has come, and by which message, None where none began there
# items: each (state, step) with the step (chain, item) that did it; decided: each None, a step or 'provider'
# changed: in what item 1 is not as it was when it was selected, if it is not; 'decided' where it was decided nevertheless
# published: items, and -1 - item for a replay
# message: ('resume', chain, 0, again) or (chain, from, token, again), again of one that came back though what it sent left
# workers: None | (message, pc, item, letters, void), pc 'begin', 'send', 'reach', 'again', 'look', 'act' or 'row'
# budgets: crashes, messages taken back (-1 - from: it came back though what it sent left), losses (2: resumed since),
# resumes, stops, ends


def bulk_init(visitor):
    return (frozenset({(0, 0, 0, 0)}), 0, (0, None), False, (('WAITING', None),) * ITEMS, (None,) * ITEMS, False, (), (None, None),
            (0, 1, 1, 1, 1, 1) if visitor == 'stop' else (1, 1, 1, 1, 0, 1))


def bulk_nexts(s, rule):
    q, chain, reached, stopped, items, decided, changed, pub, ws, bud = s
    crash, taken, lose, resume, stop, ends = bud
    out = []

    def to(**new):
        now = dict(q=q, chain=chain, reached=reached, stopped=stopped, items=items, decided=decided, changed=changed, pub=pub, ws=ws, bud=bud)
        now.update(new)
        out.append(tuple(now.values()))

    def at(them, i, one):
        return them[:i] + (one,) + them[i + 1:]

    if lose == 1:
        for m in q:
            to(q=q - {m}, bud=(crash, taken, 0, resume, stop, ends))
    if resume:
        to(q=q | {('resume', 1, 0, 0)}, bud=(crash, taken, lose or 2, resume - 1, stop, ends))
    if stop:
        to(stopped=True, bud=(crash, taken, lose, resume, 0, ends))
    if ends and decided[1] is None:
        to(decided=at(decided, 1, 'provider'), bud=(crash, taken, lose, resume, stop, 0))
        for what in CHANGES:
            to(changed=what, bud=(crash, taken, lose, resume, stop, 0))
    for wi, w in enumerate(ws):
        def put(one, **new):
            to(ws=tuple(sorted(at(ws, wi, one), key=repr)), **new)

        if w is None:
            for m in q:
                put((m, 'begin' if m[0] == 'resume' else 'reach', m[1], (), False), q=q - {m})
            continue
        m, pc, i, letters, void = w
        back = q if void else q | {m}

        def sent(place, more, pub=pub):
            follow = {(m[1] if m[0] == 'resume' else m[0], place, m[3], 0)} if more else set()
            put(None, q=q if void else q | follow, pub=pub)
            if taken == 1 and not void:
                put(None, q=q | follow | {m[:3] + (1,)}, pub=pub, bud=(crash, -1 - (ITEMS if m[0] == 'resume' else m[1]), lose, resume, stop, ends))

        if crash:
            put(None, q=back, bud=(0, taken, lose, resume, stop, ends))
        if taken == 1 and not void:
            put((m, pc, i, letters, True), q=back, bud=(crash, 0, lose, resume, stop, ends))
        if pc == 'begin' and m[1] > chain:
            first = next((n for n, item in enumerate(items) if item[0] == 'WAITING'), ITEMS)
            place = first if rule == 'forward' else max(0, first - BATCH)
            put((m, 'send', i, letters, void), chain=m[1], reached=(place, None), stopped=False)
        elif pc == 'begin':
            put((m, 'send', i, letters, void))                # it came back
        elif pc == 'send':
            sent(reached[0], True)
        elif pc == 'reach' and m[0] == chain and (reached[0] < m[1] or reached == (m[1], None)):
            put((m, 'look', i, letters, void), reached=(m[1], m[2]))
        elif pc == 'reach' and m[0] == chain and reached != (m[1], m[2]) and rule != 'many':
            put(None)                                         # what it was to send has left, or another message does it
        elif pc == 'reach':
            put((m, 'look' if m[0] == chain else 'again', i, letters, void))
        elif pc == 'again':
            done = [n for n in range(i, min(i + BATCH, ITEMS)) if items[n][1] and rule not in ('waiting', 'forward')]
            sent(ITEMS, False, pub if void else tuple(sorted(pub + tuple(-1 - n for n in done if -1 - n not in pub))))
        elif pc in ('look', 'act', 'row'):
            step = (0 if rule == 'named' else m[0], i)
            state, by = items[i] if i < ITEMS else (None, None)
            after = (m, 'look', i + 1, letters, void)
            if pc == 'row':
                put(after, items=at(items, i, ('DONE', step)) if state == 'WAITING' else items)
            elif i >= min(m[1] + BATCH, ITEMS) or rule == 'abrupt' and stopped:
                more = m[0] == chain and not stopped and i < ITEMS
                sent(i, more, pub if void else tuple(sorted(pub + tuple(one for one in letters if one >= 0 or one not in pub))))
            elif pc == 'look' and (state == 'WAITING' and not stopped or by == step and rule != 'waiting'):
                put((m, 'act', i, letters, void))
            elif pc == 'look' and by not in (None, step) and rule not in ('waiting', 'forward'):
                put((m, 'look', i + 1, letters + (-1 - i,), void))
            elif pc == 'look':
                put(after)
            elif decided[i] == step:                          # recorded before, by another delivery of the step
                put((m, 'row' if rule == 'apart' else 'look', i + (rule != 'apart'), letters + (i,), void))
            elif decided[i] is None and not void and i == 1 and changed and rule not in CHANGES[changed]:
                put(after, items=at(items, i, ('REFUSED', None)) if state == 'WAITING' else items)
            elif decided[i] is None and not void and rule == 'apart':
                put((m, 'row', i, letters + (i,), void), decided=at(decided, i, step))
            elif decided[i] is None and not void:
                put((m, 'look', i + 1, letters + (i,), void), decided=at(decided, i, step), items=at(items, i, ('DONE', step)),
                    changed='decided' if i == 1 and changed else changed)
            elif void:
                put(after)
            else:
                put(after, items=at(items, i, ('REFUSED', None)) if state == 'WAITING' else items)
    return out


def bulk_violation(s):
    q, chain, reached, stopped, items, decided, changed, pub, ws, bud = s
    again = range(-1 - bud[1], -1 - bud[1] + BATCH) if bud[1] < 0 else ()
    if any(pub.count(i) > (2 if i in again else 1) for i in pub if i >= 0):
        return 'published twice'
    if changed == 'decided':
        return 'decided though it changed'
    for i, (item, by) in enumerate(zip(items, decided)):
        if item[0] == 'DONE' and item[1] != by or item[0] == 'REFUSED' and by != 'provider' and not (i == 1 and changed):
            return 'the report is wrong'
    if not q and all(w is None for w in ws) and bud[2]:
        if any(item[0] == 'DONE' and i not in pub and -1 - i not in pub for i, item in enumerate(items)):
            return 'decided, and not published'
        if not stopped and any(item[0] == 'WAITING' for item in items):
            return 'waits for ever'
    return None


# Approvals. row: how it stands; chain: who approved it (0: who wants it); reached: the token of the first message of the
# chain; noted: whose approvals the ledger has; over: whether its time was over while it waited; done: by whose chain
# changed: whether the request is not as it was when it was wanted; 'decided' where it was decided nevertheless
# message: ('want' or 'withdraw', 0, 0), ('approve', who, copy) or what that sends, ('do', chain, token)
# workers: None | (message, pc, void), pc 'start', 'send', 'decide', 'publish' or 'end'; budgets: crashes, messages taken back
NONE, WAITS, APPROVED, WITHDRAWN = range(4)


def approve_init():
    return (frozenset({('want', 0, 0), ('withdraw', 0, 0), ('approve', 0, 0), ('approve', 1, 0), ('approve', 2, 0)}),
            NONE, None, None, frozenset(), False, False, None, (), (None, None), (1, 1))


def approve_nexts(s, rule):
    q, row, chain, reached, noted, changed, over, done, pub, ws, bud = s
    crash, taken = bud
    out = []

    def to(**new):
        now = dict(q=q, row=row, chain=chain, reached=reached, noted=noted, changed=changed, over=over, done=done, pub=pub, ws=ws, bud=bud)
        now.update(new)
        out.append(tuple(now.values()))

    if row != NONE and done is None and not changed:
        to(changed=True)
    if row == WAITS and not over:
        to(over=True)
    for wi, w in enumerate(ws):
        def put(one, **new):
            to(ws=tuple(sorted(ws[:wi] + (one,) + ws[wi + 1:], key=repr)), **new)

        if w is None:
            for m in q:
                put((m, 'start', False), q=q - {m})
            continue
        m, pc, void = w
        kind, who, copy = m
        back = q if void else q | {m}
        if crash:
            put(None, q=back, bud=(0, taken))
        if taken and not void:
            put((m, pc, True), q=back, bud=(crash, 0))
        if pc == 'end':
            put(None)
        elif pc == 'send':
            put(None, q=q if void else q | {('do', who, copy)})
            if taken and not void:                            # what it sent left, and it comes back to send another one
                put(None, q=q | {('do', who, copy), (kind, who, copy + 2)}, bud=(crash, 0))
        elif pc == 'publish':
            put(None, pub=pub if void else pub + (who,))
        elif pc == 'decide' and done == who:                  # recorded before, by another delivery
            put((m, 'publish', void))
        elif pc == 'decide' and done is None and not void and (not changed or rule == 'unseen'):
            put((m, 'publish', void), done=who, changed='decided' if changed else changed)
        elif pc == 'decide':
            put((m, 'end', void))
        elif kind == 'want' and row == NONE:
            put((m, 'end', void), row=WAITS)
        elif kind == 'want' and rule == 'eager':
            put((m, 'send', void), chain=0 if chain is None else chain)
        elif kind == 'withdraw' and row == WAITS:
            put((m, 'end', void), row=WITHDRAWN)
        elif kind == 'approve' and who in noted:              # it came back
            put((m, 'end' if rule == 'forgetful' else 'send', void))
        elif kind == 'approve' and void and rule != 'heedless':
            put((m, 'end', void))                             # what it starts would not be sent, and another has its message
        elif kind == 'approve' and (row == WAITS or rule == 'both' and row == APPROVED) and (who or rule == 'single') and (
                not over or rule == 'endless'):
            put((m, 'send', void), row=APPROVED, chain=who, reached=None, noted=noted | {who})
        elif kind == 'do' and who == chain and reached in (None, copy):
            put((m, 'decide', void), reached=copy)
        else:
            put((m, 'end', void))
    return out


def approve_violation(s):
    q, row, chain, reached, noted, changed, over, done, pub, ws, bud = s
    if done is not None and row != APPROVED:
        return 'done, and not approved'
    if 0 in noted:
        return 'approved by who wants it'
    if len(noted) > 1:
        return 'approved by two'
    if over and row == APPROVED:
        return 'approved after its time'
    if changed == 'decided':
        return 'decided though it changed'
    if len(pub) > 1:
        return 'published twice'
    if not q and all(w is None for w in ws):
        if row == APPROVED and done is None and not changed:
            return 'approved, and not done'
        if done is not None and not pub:
            return 'decided, and not published'
    return None


def explore(rule, policy, visitor='ask', taken=0):
    bulk, approve = policy == 'bulk', policy == 'approve'
    start = approve_init() if approve else bulk_init(visitor) if bulk else init(visitor, taken)
    seen, todo, bad = {start: None}, deque([start]), {}
    while todo:
        s = todo.popleft()
        v = approve_violation(s) if approve else bulk_violation(s) if bulk else violation(s, policy, taken)
        if v:
            bad.setdefault(v, s)
            continue
        for n in approve_nexts(s, rule) if approve else bulk_nexts(s, rule) if bulk else nexts(s, rule, policy):
            if n not in seen:
                seen[n] = s
                todo.append(n)
    return seen, bad


def show(seen, bad):
    for v, s in bad.items():
        path = []
        while s:
            path.append(s)
            s = seen[s]
        print('---', v, 'after', len(path), 'steps')
        for p in path[::-1]:
            print('  ', p) if isinstance(p[1], int) else print('  q', sorted(m[1] for m in p[0]), 'row', p[1], 'provider', p[3], 'published', p[4], 'workers', p[5])


# rule, policy, visitor, how often the broker takes a message back, what must be found
FORETOLD = [('journal', 'ask', 'ask', 0, None), ('journal', 'person', 'ask', 0, None), ('journal', 'repeat', 'ask', 0, None),
            ('journal', 'ask', 'decide', 0, None), ('journal', 'person', 'decide', 0, None), ('journal', 'repeat', 'decide', 0, None),
            ('journal', 'ask', 'ask', 1, None), ('journal', 'person', 'ask', 1, None), ('journal', 'repeat', 'ask', 1, None),
            ('journal', 'ask', 'decide', 1, None), ('journal', 'person', 'decide', 1, None), ('journal', 'repeat', 'decide', 1, None),
            ('journal', 'ask', 'tell', 0, None), ('deaf', 'ask', 'tell', 0, 'sent though known'), ('hasty', 'ask', 'tell', 0, 'sent though known'),
            ('fresh', 'ask', 'ask', 0, 'created twice'), ('fresh', 'person', 'ask', 0, 'created twice'),
            ('returned', 'ask', 'ask', 0, 'unknown for ever'), ('returned', 'person', 'ask', 0, 'unknown for ever'),
            ('uncounted', 'repeat', 'ask', 0, 'called more than twice'), ('last_step', 'ask', 'ask', 0, 'a gap'),
            ('blind', 'ask', 'decide', 0, 'two finals published'), ('alone', 'repeat', 'ask', 1, 'called more than twice'),
            ('journal', 'ask', 'move', 0, None), ('journal', 'person', 'move', 0, None), ('journal', 'repeat', 'move', 0, None),
            ('journal', 'ask', 'move', 1, None), ('journal', 'person', 'move', 1, None), ('journal', 'repeat', 'move', 1, None),
            ('journal', 'repeat', 'over', 0, None), ('journal', 'person', 'over', 0, None), ('restless', 'repeat', 'over', 0, GIVEN_OVER),
            ('journal', 'repeat', 'word', 0, None), ('journal', 'person', 'word', 0, None), ('pressing', 'repeat', 'word', 0, AT_WORK),
            ('hopeful', 'person', 'move', 0, 'called at both'), ('astray', 'ask', 'move', 0, 'created, and at rest without a final'),
            ('marked', 'bulk', '', 0, None), ('marked', 'bulk', 'stop', 0, None), ('waiting', 'bulk', '', 0, 'decided, and not published'), ('named', 'bulk', '', 0, 'published twice'),
            ('apart', 'bulk', '', 0, 'the report is wrong'), ('abrupt', 'bulk', 'stop', 0, 'decided, and not published'),
            ('forward', 'bulk', '', 0, 'decided, and not published'), ('many', 'bulk', '', 0, 'published twice'), ('unlike', 'bulk', '', 0, 'decided though it changed'),
            ('unbegun', 'bulk', '', 0, 'decided though it changed'), ('untold', 'bulk', '', 0, 'decided though it changed'),
            ('approved', 'approve', '', 0, None), ('eager', 'approve', '', 0, 'done, and not approved'),
            ('forgetful', 'approve', '', 0, 'approved, and not done'), ('heedless', 'approve', '', 0, 'approved, and not done'), ('both', 'approve', '', 0, 'approved by two'),
            ('single', 'approve', '', 0, 'approved by who wants it'), ('endless', 'approve', '', 0, 'approved after its time'),
            ('unseen', 'approve', '', 0, 'decided though it changed'),
            ('traceless', 'ask', 'ask', 1, 'at rest without an end'), ('dropped', 'person', 'ask', 1, 'an answer dropped'), ('joined', 'person', 'ask', 1, 'a gap')]


def main():
    if len(sys.argv) > 1:
        rule, policy, visitor, taken = sys.argv[1:] + ['ask', 'ask', '0'][len(sys.argv) - 2:]
        seen, bad = explore(rule, policy, visitor, int(taken))
        print(rule, policy, len(seen), 'states;', ', '.join(bad) or 'no violation')
        show(seen, bad)
        return 0
    wrong = 0
    for rule, policy, visitor, taken, foretold in FORETOLD:
        seen, bad = explore(rule, policy, visitor, taken)
        fits = foretold in bad if foretold else not bad
        wrong += not fits
        print(f"{rule:9} {policy:7} {visitor:6} {taken} {len(seen):8} states; {', '.join(bad) or 'no violation'}{'' if fits else '   NOT AS FORETOLD: ' + str(foretold)}",
              flush=True)
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
