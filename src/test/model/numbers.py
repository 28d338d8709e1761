"""Explicit-state check of order numbers: what a provider is given as the number of an order where it does not take every
requestId. Two requests of one merchant, behind two accounts of the provider, want the same number: that of `a` is made of
its requestId, and the first that is made is `n`; the requestId of `b` is `n`, which the provider takes as it is. Each
message comes twice, two workers, crashes between any two sub-steps, and webhooks of what the provider knows. Where `a` is
alone, its row is pruned once it is answered, though its second message is still to come. `c` and `d` have one requestId and
are of two tenants; their rows are pruned too. What is made of a tenant and a requestId is never another's.

Invariants: no number is that of two requests at the provider; no request is called for under two numbers; a webhook is
told to the request that was sent under its number; and at rest each request was sent.

    index     as it is built: the number stands in the row that the claim inserts, and a unique index decides; who loses
              looks what stands against it: the request's own row has the number that counts; another's row with the
              number has it claim under the next one; and where neither is there any more it claims again
    account   the index is of an account alone:                                 a number of two requests
    looked    looks first whether a number is free, and has no index:           a number of two requests
    anew      a step that comes back takes the first number that is free then:  a request under two numbers
    later     claims first and writes the number once the call was answered:    a number of two requests
    no row    takes it for another's number that there is no row of its own:    a request under two numbers
    bare      a tenant's request has its requestId for its number while that is free: a number of two requests
    by id     webhooks look for their number among the requestIds alone:        a webhook told to another

Usage: python3 src/test/model/numbers.py           all rules, exit 1 where one does not end as foretold"""
import sys
from collections import deque

CANDIDATES = {'a': ('n', 'o'), 'b': ('n', 'p'), 'c': ('q', 's'), 'd': ('r', 't')}
BARE = {'c': ('n', 's'), 'd': ('n', 't')}
CRASH = 2
BOTH, ALONE, TENANTS = ('a', 'b'), ('a',), ('c', 'd')

# state: queue, rows, sent, told, workers, crashes left
# row: (request, number or None, answered); sent and told: (request, number); worker: None | (request, pc, nth)


def init(requests):
    return (tuple(sorted(requests * 2)), frozenset(), frozenset(), frozenset(), (None, None), CRASH)


def nexts(s, rule, requests):
    queue, rows, sent, told, workers, crashes = s
    out = []
    candidates = BARE if rule == 'bare' else CANDIDATES

    def put(wi, worker, queue=queue, rows=rows, sent=sent, crashes=crashes):
        now = list(workers)
        now[wi] = worker
        out.append((tuple(sorted(queue)), rows, sent, told, tuple(sorted(now, key=repr)), crashes))

    def row(request):
        return next((r for r in rows if r[0] == request), None)

    def free(number, request):
        return not any(r[1] == number and r[0] != request for r in rows)

    for _, number in sent:
        by_number = next((r[0] for r in rows if r[1] == number), None)
        found = next((r[0] for r in rows if number == 'n' and r[0] == 'b'), None) if rule == 'by id' else by_number
        if found:
            out.append((queue, rows, sent, told | {(found, number)}, workers, crashes))
    for r in rows:
        if requests in (ALONE, TENANTS) and r[2]:
            out.append((queue, rows - {r}, sent, told, workers, crashes))
    for wi, worker in enumerate(workers):
        if worker is None:
            for request in set(queue):
                left = list(queue)
                left.remove(request)
                put(wi, (request, 'claim', 0), queue=left)
            continue
        request, pc, nth = worker
        number = candidates[request][min(nth, 1)]
        there = row(request)
        if crashes:
            put(wi, None, queue=queue + (request,), crashes=crashes - 1)
        if pc == 'claim':
            if there or rule in ('index', 'no row', 'by id', 'bare') and not free(number, request):
                put(wi, (request, 'look', nth))
            elif rule == 'later':
                put(wi, (request, 'call', 0 if free(candidates[request][0], request) else 1), rows=rows | {(request, None, False)})
            elif rule == 'looked':
                put(wi, (request, 'insert', 0 if free(number, request) else 1))
            elif rule == 'anew' and not free(number, request):
                put(wi, (request, 'claim', nth + 1))
            else:
                put(wi, (request, 'call', nth), rows=rows | {(request, number, False)})
        elif pc == 'look':
            if there and there[2]:
                put(wi, None)                                 # a duplicate hears what is recorded
            elif there and rule == 'anew':
                put(wi, (request, 'call', 0 if not any(r[1] == candidates[request][0] for r in rows) else 1))
            elif there and not there[1]:
                put(wi, (request, 'call', 0 if free(candidates[request][0], request) else 1))
            elif there:
                put(wi, (request, 'call', candidates[request].index(there[1])))
            elif rule == 'no row' or not free(number, request):
                put(wi, (request, 'claim', nth + 1))
            else:
                put(wi, (request, 'claim', nth))
        elif pc == 'insert':
            put(wi, (request, 'claim', 0)) if there else put(wi, (request, 'call', nth), rows=rows | {(request, number, False)})
        elif pc == 'call':                                    # one that comes back asks under the number that it finds
            put(wi, (request, 'record', nth), sent=sent | {(request, number)})
        elif pc == 'record':
            put(wi, None, rows=rows - {there} | {(request, number if rule == 'later' else there[1], True)} if there else rows)
    return out


def violation(s, requests):
    queue, rows, sent, told, workers, _ = s
    if len({number for _, number in sent}) < len(sent):
        return 'a number of two requests'
    if len({request for request, _ in sent}) < len(sent):
        return 'a request under two numbers'
    if not told <= sent:
        return 'a webhook told to another'
    if not queue and workers == (None, None) and len(sent) < len(requests):
        return 'at rest and not sent'
    return None


def explore(rule, requests):
    start = init(requests)
    seen, todo, bad = {start}, deque([start]), set()
    while todo:
        s = todo.popleft()
        v = violation(s, requests)
        if v:
            bad.add(v)
            continue
        for n in nexts(s, rule, requests):
            if n not in seen:
                seen.add(n)
                todo.append(n)
    return seen, bad


FORETOLD = [('index', BOTH, None), ('index', ALONE, None), ('account', BOTH, 'a number of two requests'),
            ('looked', BOTH, 'a number of two requests'), ('anew', BOTH, 'a request under two numbers'),
            ('later', BOTH, 'a number of two requests'), ('no row', BOTH, None),
            ('no row', ALONE, 'a request under two numbers'), ('index', TENANTS, None),
            ('bare', TENANTS, 'a number of two requests'), ('by id', BOTH, 'a webhook told to another')]


def main():
    wrong = 0
    for rule, requests, foretold in FORETOLD:
        seen, bad = explore(rule, requests)
        fits = foretold in bad if foretold else not bad
        wrong += not fits
        print(f"{rule:7} {' '.join(requests):3} {len(seen):7} states; {', '.join(sorted(bad)) or 'no violation'}{'' if fits else '   NOT AS FORETOLD: ' + str(foretold)}")
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
