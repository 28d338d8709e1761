"""Explicit-state check of the step protocol: one request, two workers, a duplicate from outside, an ask that belongs to
no chain (webhook, sweep) or a person's decision, crashes between any two sub-steps, answers lost, calls not sent.

Invariants, for every policy: at most one create at the provider (repeat: two calls at most, though two crash); never two
finals published; sequences published once each; and at rest: no gap, nothing left in a queue, exactly one final once the
provider knows the order, and no order unknown for ever of which nothing was ever sent.

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

Usage: python3 src/test/model/steps.py           all rules and policies, exit 1 where one does not end as foretold
       python3 src/test/model/steps.py RULE [ask|person|repeat] [decide]   one of them, with the way to its violation"""
import sys
from collections import deque

CRASH, LOST, NOTSENT, POLLS = 2, 1, 1, 2
FINAL, OPEN_END = 'COMPLETED', 'UNRESOLVED'

# state: queue, row, journal, provider, published, workers, budgets
# row: (claim, begun, last_step, status, seq) or None; journal: frozenset of (step, seq or 0, status, followup)
# message: (kind, step, handed); provider: (calls that left, creates, done); workers: None | (message, pc, local)


def init(visitor):
    queue = frozenset({('submit', 'a', False), ('submit', 'b', False), (visitor, 'w', False)})
    return queue, None, frozenset(), (0, 0, False), (), (None, None), (CRASH, LOST, NOTSENT, POLLS)


def recorded(rule, row, journal, step):
    if rule == 'last_step' and not (row and row[2] == step):
        return None
    return next((j for j in journal if j[0] == step), None)


def nexts(s, rule, policy):
    q, row, jr, prov, pub, ws, bud = s
    crash, lost, notsent, polls = bud
    calls, creates, done = prov
    out = []

    def put(wi, w, q=q, row=row, jr=jr, prov=prov, pub=pub, bud=bud):
        nw = list(ws)
        nw[wi] = w
        out.append((q, row, jr, prov, pub, tuple(sorted(nw, key=repr)), bud))

    if creates and not done:
        out.append((q, row, jr, (calls, creates, True), pub, ws, bud))
    for wi, w in enumerate(ws):
        if w is None:
            for m in q:
                put(wi, (m, 'start', None), q=q - {m})
            continue
        m, pc, loc = w
        kind, step, handed = m
        poll = ('poll', step + 'p', False)
        ended = row is not None and row[3] == FINAL
        if crash:                                             # the process dies: the message comes back, its sends never left
            put(wi, None, q=q | {m}, bud=(crash - 1, lost, notsent, polls))
        if pc == 'start':
            r = recorded(rule, row, jr, step)
            if r:
                put(wi, (m, 'publish', r))
            elif kind == 'submit' and row is None:
                put(wi, (m, 'call', None), row=(step, 1, None, None, 0))
            elif kind == 'submit' and row[0] == step and not ended:
                came_back = row[1] > 0
                if rule == 'fresh' and handed:
                    came_back = False
                if rule == 'returned' and handed:
                    came_back = True
                begun = (step, min(row[1] + 1, 3)) + row[2:]
                if not came_back:
                    put(wi, (m, 'call', None), row=begun)
                elif policy == 'ask':
                    put(wi, (m, 'recover', None), row=begun)
                elif policy == 'repeat' and (row[1] <= 1 or rule == 'uncounted'):      # once: a second return finds that it was repeated already
                    put(wi, (m, 'call', None), row=begun)
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
                    put(wi, None, q=q | {m})                  # nothing is recorded yet: it comes back
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
            good = ('ACCEPTED', poll) if policy == 'ask' else (FINAL, None) if creates == 0 else ('UNKNOWN', poll)
            put(wi, (m, 'record', good), prov=(calls + 1, creates + 1, done))
            if lost:
                less = (crash, lost - 1, notsent, polls)
                put(wi, (m, 'record', ('UNKNOWN', poll)), prov=(calls + 1, creates + 1, done), bud=less)
                put(wi, (m, 'record', ('UNKNOWN', poll)), prov=(calls + 1, creates, done), bud=less)
            if notsent and row[1] <= 1:
                put(wi, (m, 'record', ('RETRY', ('submit', step + '1', True))), bud=(crash, lost, notsent - 1, polls))
        elif pc == 'recover':                                 # it may be there: found, or no telling and asked again later
            put(wi, (m, 'record', ('ACCEPTED' if creates else 'UNKNOWN', poll)))
        elif pc == 'query':
            if done:
                put(wi, (m, 'record', (FINAL, None)))
            elif kind == 'poll' and polls:
                put(wi, (m, 'commit', poll), bud=(crash, lost, notsent, polls - 1))
            elif kind == 'poll' and creates:
                put(wi, None, q=q | {m})                      # later: the provider will be done
            elif kind == 'poll' and row[3] != OPEN_END:
                put(wi, (m, 'record', (OPEN_END, None)))
            else:
                put(wi, (m, 'end', None))                     # an ask once, no chain of its own
        elif pc == 'record':
            status, follow = loc
            if kind == 'decide' and (row is None or row[3] not in (None, 'UNKNOWN', OPEN_END)) and not (rule == 'blind' and row):
                put(wi, (m, 'end', None))                     # nothing to decide: the person is told so
            elif ended and kind != 'decide':
                put(wi, (m, 'end', None))
            elif status == 'RETRY':
                j = (step, 0, 'RETRY', follow)
                put(wi, (m, 'publish', j), row=(follow[1], 0, step) + row[3:], jr=jr | {j})
            elif kind != 'decide' and row[3] is not None and (status == row[3] or status in ('ACCEPTED', 'UNKNOWN') and row[3] != 'UNKNOWN'):
                j = (step, 0, status, follow)                 # nothing new to say, but the chain goes on
                put(wi, (m, 'publish', j), row=row[:2] + (step,) + row[3:], jr=jr | {j})
            else:
                j = (step, row[4] + 1, status, follow)
                put(wi, (m, 'publish', j), row=row[:2] + (step, status, row[4] + 1), jr=jr | {j})
        elif pc == 'publish':
            _, seq, status, follow = loc
            put(wi, None, q=q | ({follow} if follow else set()), pub=tuple(sorted(pub + ((seq, status),))) if seq else pub)
        elif pc == 'commit':
            put(wi, None, q=q | {loc})
        elif pc == 'end':
            put(wi, None)
    return out


def violation(s, policy):
    q, row, jr, prov, pub, ws, bud = s
    calls, creates, done = prov
    if creates > (2 if policy == 'repeat' else 1):
        return 'created twice' if policy != 'repeat' else 'called more than twice'
    if calls > (2 if policy == 'repeat' else 1):
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
        if calls == 0 and bud[0] == CRASH and pub[-1][1] != FINAL:
            return 'unknown for ever'                         # nothing crashed and nothing was sent, yet nobody sends it
    return None


def explore(rule, policy, visitor='ask'):
    start = init(visitor)
    seen, todo, bad = {start: None}, deque([start]), {}
    while todo:
        s = todo.popleft()
        v = violation(s, policy)
        if v:
            bad.setdefault(v, s)
            continue
        for n in nexts(s, rule, policy):
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
            print('  q', sorted(m[1] for m in p[0]), 'row', p[1], 'provider', p[3], 'published', p[4], 'workers', p[5])


FORETOLD = [('journal', 'ask', 'ask', None), ('journal', 'person', 'ask', None), ('journal', 'repeat', 'ask', None),
            ('journal', 'ask', 'decide', None), ('journal', 'person', 'decide', None), ('journal', 'repeat', 'decide', None),
            ('fresh', 'ask', 'ask', 'created twice'), ('fresh', 'person', 'ask', 'created twice'),
            ('returned', 'ask', 'ask', 'unknown for ever'), ('returned', 'person', 'ask', 'unknown for ever'),
            ('uncounted', 'repeat', 'ask', 'called more than twice'), ('last_step', 'ask', 'ask', 'a gap'),
            ('blind', 'ask', 'decide', 'two finals published')]


def main():
    if len(sys.argv) > 1:
        rule, policy, visitor = (sys.argv[1:] + ['ask', 'ask'])[:3] if len(sys.argv) > 2 else (sys.argv[1], 'ask', 'ask')
        seen, bad = explore(rule, policy, visitor)
        print(rule, policy, len(seen), 'states;', ', '.join(bad) or 'no violation')
        show(seen, bad)
        return 0
    wrong = 0
    for rule, policy, visitor, foretold in FORETOLD:
        seen, bad = explore(rule, policy, visitor)
        fits = foretold in bad if foretold else not bad
        wrong += not fits
        print(f"{rule:9} {policy:6} {visitor:6} {len(seen):8} states; {', '.join(bad) or 'no violation'}{'' if fits else '   NOT AS FORETOLD: ' + str(foretold)}")
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
