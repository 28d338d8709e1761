package dev.sluice.cli.webhooks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Moments;
import dev.sluice.cli.NextCommand;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.TerminalJson;
import dev.sluice.ledger.ActRow;
import dev.sluice.ledger.LedgerReader;
import dev.sluice.ledger.StepRow;
import dev.sluice.ledger.WebhookRow;
import dev.sluice.text.Shown;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice webhooks show}: one verified webhook, and what followed from it. */
@Command(name = "show")
final class ShowCommand implements Callable<Integer> {

    /**
     * What was noted and recorded under its own id.
     *
     * @param ended whether the request that it was about has
     */
    private record Followed(WebhookRow webhook, List<StepRow> steps, List<ActRow> acts, boolean ended) {

        static Followed of(LedgerReader ledger, String id) throws SQLException {
            WebhookRow webhook = ledger.webhook(id).orElseThrow(() -> Problem.failed("no verified webhook " + id
                    + " is kept; ./sluice webhooks list shows those that are."));
            String family = webhook.family();
            String requestId = webhook.requestId();
            return family == null || requestId == null ? new Followed(webhook, List.of(), List.of(), false)
                    : new Followed(webhook,
                            ledger.steps(family, requestId).stream().filter(step -> step.stepId().startsWith(id))
                                    .toList(),
                            ledger.acts(family, requestId).stream().filter(act -> isOf(act, id)).toList(),
                            ledger.requests(requestId).stream()
                                    .anyMatch(request -> request.family().equals(family) && request.isFinal()));
        }

        private static boolean isOf(ActRow act, String id) {
            return act.stepId().startsWith(id)
                    || act.detail() != null && act.detail().path("webhook").asText().equals(id);
        }
    }

    private final Surroundings surroundings;

    @Parameters(paramLabel = "ID", arity = "1")
    private String id;
    @Option(names = "--json")
    private boolean json;

    ShowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Followed followed = LedgerAccess.read(surroundings, ledger -> Followed.of(ledger, id));
        if (json) {
            surroundings.out().println(TerminalJson.line(json(followed)));
        } else {
            show(followed);
        }
        return 0;
    }

    private void show(Followed followed) {
        WebhookRow webhook = followed.webhook;
        line("webhook   " + webhook.id());
        line("came      " + Moments.at(webhook.at()) + ", " + WebhookText.times(webhook)
                + (webhook.times() > 1 ? ", last " + Moments.at(webhook.last()) + "; only the first one counts" : ""));
        line("account   " + webhook.provider() + "/" + webhook.account());
        line("verified  " + WebhookText.what(webhook));
        if (webhook.requestId() != null) {
            line("order     " + webhook.requestId() + "  (" + webhook.family() + ")");
        }
        followed.acts.forEach(act -> line(Moments.at(act.at()) + "  " + act.who() + ": " + act.why()));
        followed.steps.forEach(step -> line(Moments.at(step.at()) + "  "
                + (step.status() == null ? "it told nothing new" : "the order became " + step.status())));
        surroundings.out().println();
        line(next(followed));
    }

    private String next(Followed followed) {
        String order = followed.webhook.requestId();
        if (order == null) {
            return WebhookText.isDead(followed.webhook) ? "It was laid on sluice.dead: ./sluice dead list"
                    : "Nothing followed from it." + (!followed.webhook.sort().equals("UNKNOWN") ? ""
                            : " The provider's file does not list its event (webhook.events), and it names no order of"
                                    + " ours.");
        }
        return "All of the order: " + NextCommand.of("orders show", order) + (followed.ended ? ""
                : "; to have the provider asked about it now: ./sluice webhooks again " + id + " --by NAME --why TEXT");
    }

    private static ObjectNode json(Followed followed) {
        ObjectNode whole = WebhookText.json(followed.webhook).put("dead", WebhookText.isDead(followed.webhook));
        ArrayNode after = whole.putArray("followed");
        followed.acts.forEach(act -> after.addObject().put("at", Moments.at(act.at())).put("act", act.act())
                .put("who", act.who()).put("why", act.why()));
        followed.steps.forEach(step -> after.addObject().put("at", Moments.at(step.at())).put("step", step.stepId())
                .put("status", step.status()));
        return whole;
    }

    private void line(String text) {
        surroundings.out().println(Shown.line(text));
    }
}
