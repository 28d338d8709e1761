package dev.sluice.webhook;

import dev.sluice.ledger.RefusedWebhook;
import dev.sluice.ledger.WebhookRows;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The webhooks that were refused last, until they are written: so many of each provider and reason, whatever comes, for
 * whoever reaches the address can send any number.
 */
final class RefusedOnes {

    private Map<List<String>, Deque<RefusedWebhook>> last = new HashMap<>();

    synchronized void add(RefusedWebhook refused) {
        Deque<RefusedWebhook> kind = last.computeIfAbsent(List.of(refused.provider(), refused.reason()),
                any -> new ArrayDeque<>());
        if (kind.size() == WebhookRows.KEPT) {
            kind.removeFirst();
        }
        kind.addLast(refused);
    }

    /** What came since it was asked last; nobody is told of them again. */
    synchronized List<RefusedWebhook> take() {
        List<RefusedWebhook> all = last.values().stream().flatMap(Deque::stream).toList();
        last = new HashMap<>();
        return all;
    }
}
