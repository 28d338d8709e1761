package dev.sluice.start;

import dev.sluice.ledger.OpenOf;
import dev.sluice.provider.Operation;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import dev.sluice.queue.Lane;
import dev.sluice.queue.Queues;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The orders and messages that a plan would leave behind: nobody would ask about them, or read them. */
final class OpenOrders {

    private final Supplier<List<OpenOf>> open;
    private final Function<Set<String>, Map<String, Long>> waiting;

    /**
     * @param open    what the ledger says has not ended
     * @param waiting how many messages are on each of these queues
     */
    OpenOrders(Supplier<List<OpenOf>> open, Function<Set<String>, Map<String, Long>> waiting) {
        this.open = open;
        this.waiting = waiting;
    }

    /**
     * What stands in the way of one plan in another's place; as an operator is told. What nobody would even tell of
     * stands in the way in any case: the orders of a provider that is gone do not come to people, and messages that no
     * flow reads to nobody.
     */
    List<String> left(Providers before, Providers after, Swap.Left left) {
        List<String> lines = new ArrayList<>();
        for (OpenOf open : this.open.get()) {
            if (left == Swap.Left.TO_PEOPLE && after.get(open.provider()) != null) {
                continue;
            }
            String why = why(open, before.get(open.provider()), after.get(open.provider()));
            if (why != null) {
                lines.add(open.provider() + ": " + (open.count() == 1 ? "1 order " : open.count() + " orders ") + why);
            }
        }
        waiting.apply(deserted(before, after, left)).forEach((queue, count) -> {
            if (count > 0) {
                lines.add(queue + ": " + (count == 1 ? "1 message waits there" : count + " messages wait there")
                        + ", and nobody would do what it asks for");
            }
        });
        return lines;
    }

    private static @Nullable String why(OpenOf open, @Nullable Provider before, @Nullable Provider after) {
        String are = open.count() == 1 ? " is open" : " are open";
        if (after == null) {
            return before == null ? null
                    : are.strip() + ", and its file is gone: put it back with enabled: false until they have ended";
        }
        if (!after.accounts().containsKey(open.account())) {
            return before == null || before.accounts().containsKey(open.account())
                    ? "of account " + open.account() + are + ", and its file has no such account any more" : null;
        }
        Operation operation = after.operations().get(open.operation());
        if (operation == null) {
            return before == null || before.operations().containsKey(open.operation())
                    ? "of account " + open.account() + are + ", and its file has no operation " + open.operation()
                            + " any more"
                    : null;
        }
        boolean asked = before != null && isAskedAbout(before, open.operation());
        return asked && !isAskedAbout(after, open.operation())
                ? "of account " + open.account() + are + ", and nobody could ask any more what became of "
                        + open.operation()
                : null;
    }

    private static boolean isAskedAbout(Provider provider, String name) {
        Operation operation = provider.operations().get(name);
        return operation != null && provider.answersAbout(operation, "any");
    }

    /** What the one reads and the other does not. */
    private static Set<String> deserted(Providers before, Providers after, Swap.Left left) {
        Set<String> deserted = new LinkedHashSet<>();
        for (Provider provider : before.all()) {
            Provider now = after.get(provider.name());
            // Where the provider is still there, what waits for an account that is gone is refused, and that is told.
            boolean read = now != null && left == Swap.Left.TO_PEOPLE;
            provider.accounts().keySet().stream()
                    .filter(account -> !read && (now == null || !now.accounts().containsKey(account)))
                    .forEach(account -> deserted.add(new Lane(provider.name(), account).submissions()));
            if (now == null) {
                deserted.add(new Lane(provider.name(), Lane.DEFAULT).submissions());
                deserted.add(Queues.requests(provider.family(), provider.name()));
            }
            if (provider.webhook() != null && (now == null || now.webhook() == null)) {
                deserted.add(Queues.webhooks(provider.name()));
            }
        }
        return deserted;
    }
}
