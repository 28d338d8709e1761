package dev.sluice.cli.orders;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Moments;
import dev.sluice.cli.NextCommand;
import dev.sluice.config.ConfigProblem;
import dev.sluice.config.YamlFile;
import dev.sluice.ledger.HeldPlace;
import dev.sluice.ledger.Holds;
import dev.sluice.ledger.RequestRow;
import dev.sluice.ledger.Wish;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can be done now about a request, in one line with the commands that do it. */
final class NextMove {

    private final History history;
    private final RequestRow request;
    private final @Nullable HeldPlace held;
    private final List<Wish> wanted;
    private final boolean canBeAsked;
    private final long now;

    /** @param wanted what can be approved that is about it */
    NextMove(History history, Holds holds, List<Wish> wanted, Path home, long now) {
        this.wanted = wanted;
        this.now = now;
        this.history = history;
        this.request = history.request();
        this.held = holds.over(request.provider(), request.account()).orElse(null);
        this.canBeAsked = canBeAsked(home);
    }

    String text() {
        if (request.isFinal() || wanted.isEmpty()) {
            return alone();
        }
        String waiting = wanted.stream().map(NextMove::waiting).collect(Collectors.joining(" "));
        return wanted.stream().allMatch(Wish::changed) ? waiting + " " + alone() : waiting;
    }

    private static String waiting(Wish wish) {
        String withdrawal = Wanted.withdrawal(wish.bulk()) + " has nothing be done of it.";
        if (wish.changed()) {
            return Wanted.text(wish) + ". It changed since, so that this is not approved any more: " + withdrawal;
        }
        return wish.request() == null
                ? Wanted.text(wish) + ", this one among them. They wait for another operator, who looks at all of them"
                        + " first: " + Wanted.look(wish) + "; " + withdrawal
                : Wanted.text(wish) + ". It waits for another operator, who looks at the provider first: "
                        + Wanted.command(wish.bulk()) + "; " + withdrawal;
    }

    private String alone() {
        if (history.isContradicted()) {
            return "It ended " + request.status() + ", and " + request.provider() + " says otherwise since: look up "
                    + names() + " there, do what has to be done, and say so with " + command("note") + ".";
        }
        if (request.isFinal()) {
            return "Nothing is left to do: it ended " + request.status() + ".";
        }
        if (request.toBeSent() && held != null) {
            return "It waits to be sent, and " + held.text() + " is held: ./sluice release" + held.arguments()
                    + " --by NAME --why TEXT lets it go on.";
        }
        if (request.silent(now) && held != null) {
            return "It may have been sent, and its message waits while " + held.text() + " is held: look up " + names()
                    + " at " + request.provider() + ", then end it with " + command("resolve") + "; ./sluice release"
                    + held.arguments() + " --by NAME --why TEXT lets it go on.";
        }
        if (request.toBeSent() && request.silent(now)) {
            return "Nobody got it, and it is sent once " + request.provider() + " takes calls. Only if its message was"
                    + " lost with a queue, end it with " + command("resolve", " --failed") + ".";
        }
        if (request.silent(now)) {
            return "Nothing was heard of it for " + Moments.length(now - request.since()) + ", so its message was"
                    + " lost: look up "
                    + names() + " at " + request.provider() + ", then end it with " + command("resolve") + ".";
        }
        if (request.status() == null) {
            Long at = history.nextStepAt();
            return "Nothing is left to do: " + (at == null ? "it is being sent, or waits for its turn."
                    : "it did not take effect yet and is sent again at " + Moments.at(at) + ".");
        }
        return switch (request.status()) {
            case "UNRESOLVED" -> "A person must decide: look up " + names() + " at " + request.provider()
                    + (canBeAsked ? "; to have it asked once more, " + command("ask") : "") + "; then end it with "
                    + command("resolve") + ".";
            case "UNKNOWN" -> canBeAsked
                    ? "Sluice goes on asking " + request.provider() + dueAt() + "; to have it asked now, "
                            + command("ask")
                            + "; if you know what became of it, " + command("resolve") + "."
                    : request.provider() + " cannot be asked by Sluice" + (request.askDue() == null ? ""
                            : ", and it becomes UNRESOLVED at " + Moments.at(request.askDue())) + ": look up " + names()
                            + " there, then end it with " + command("resolve") + ".";
            default -> "Nothing is left to do: " + request.provider() + " has it and is asked again" + dueAt()
                    + (canBeAsked ? "; to have it asked now, " + command("ask") : "") + ".";
        };
    }

    private String dueAt() {
        return request.askDue() == null ? "" : " at " + Moments.at(request.askDue());
    }

    private String names() {
        return (request.family().equals("orders") ? "order number " : "") + request.orderNumber()
                + (request.reference() == null ? "" : ", reference " + request.reference() + ",");
    }

    private String command(String command) {
        return command(command, command.equals("resolve") ? " --completed|--failed" : "");
    }

    private String command(String command, String option) {
        return NextCommand.of("orders " + command, request.requestId(), option + " --by NAME --why TEXT");
    }

    private boolean canBeAsked(Path home) {
        try {
            ObjectNode file = new YamlFile(home.resolve("config/providers").resolve(request.provider() + ".yaml"))
                    .tree();
            String ask = file.path("operations").path(request.operation()).path("ask").asText(null);
            String path = file.path("calls").path(String.valueOf(ask)).path("path").asText("");
            return ask != null && (request.reference() != null || !path.contains("{reference}"));
        } catch (ConfigProblem e) {
            // Without the provider's file asking may be possible, and Sluice says so if it is not.
            return true;
        }
    }
}
