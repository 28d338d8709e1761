package dev.sluice.cli.orders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Moments;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.ActRow;
import dev.sluice.ledger.ExchangeRow;
import dev.sluice.ledger.LedgerReader;
import dev.sluice.ledger.RequestRow;
import dev.sluice.ledger.StepRow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A request with everything that was done for it and about it. */
record History(RequestRow request, List<StepRow> steps, List<ActRow> acts, List<ExchangeRow> exchanges) {

    static History of(RequestRow request, LedgerReader ledger) throws SQLException {
        return of(request, ledger, ledger.exchanges(request.family(), request.requestId()));
    }

    /** With only what could be read of what was said. */
    static History of(RequestRow request, LedgerReader ledger, List<ExchangeRow> exchanges) throws SQLException {
        String family = request.family();
        String id = request.requestId();
        return new History(request, ledger.steps(family, id), ledger.acts(family, id), exchanges);
    }

    /** A step, an act of a person, an act with the step that carried it out, or an exchange with the provider. */
    record Event(@Nullable StepRow step, @Nullable ActRow act, @Nullable Said said) {

        private static final Set<String> NEVER_LEFT = Set.of("CONFIGURATION", "EXPIRED", "UNAVAILABLE", "VALIDATION");

        long at() {
            return said != null ? said.at() : step != null ? step.at() : Objects.requireNonNull(act).at();
        }

        String what() {
            if (said != null) {
                return said.what();
            }
            if (act != null && act.act().equals(Act.WORD)) {
                return act.who() + " says, after its end";
            }
            if (act != null && act.act().equals(Act.WEBHOOK)) {
                return act.who() + "'s webhook says";
            }
            if (act != null && act.act().equals(Act.DOUBTED)) {
                return act.who() + " says, which is not enough";
            }
            if (act != null) {
                return act.who() + " " + switch (act.act()) {
                    case "resolve" -> "decided" + with(act, "approvedBy", ", and ", " approved it");
                    case Act.WANT -> "wants it ended" + with(act, "status", " as ", "");
                    case Act.APPROVE -> "approved that";
                    case Act.WITHDRAW -> "withdrew that";
                    case "ask" -> "asked the provider";
                    case Act.NOTE -> "noted";
                    case Act.AGAIN -> "had the provider asked because of a webhook";
                    case "replay" -> "replayed a dead letter";
                    case "discard" -> "discarded a dead letter";
                    default -> act.act();
                };
            }
            return of(Objects.requireNonNull(step));
        }

        private static String with(ActRow act, String member, String before, String behind) {
            String said = act.detail() == null ? "" : act.detail().path(member).asText("");
            return said.isEmpty() ? "" : before + said + behind;
        }

        private String of(StepRow step) {
            String id = step.stepId();
            if (id.startsWith("hook-")) {
                return "the provider's webhook";
            }
            if (id.startsWith("late-")) {
                return "an answer that came late";
            }
            if (id.startsWith("sweep-")) {
                return "asked the provider, late";
            }
            return id.startsWith("person-") || id.startsWith("bulk-") ? "a person"
                    : id.matches(".+-p\\d+") ? "asked the provider"
                            : unsent() != null || refusedHere(step) ? "not sent"
                                    : id.matches(".+-r\\d+") ? "sent again" : "sent";
        }

        /** Why the step was not sent, where it was not and that is known. */
        @Nullable
        String unsent() {
            return step == null || step.followUp() == null ? null : step.followUp().path("unsent").asText(null);
        }

        /** A provider's refusal has a code of its own, or is an authentication's. */
        private static boolean refusedHere(StepRow step) {
            JsonNode error = step.result() == null ? MissingNode.getInstance() : step.result().path("error");
            return "REJECTED".equals(step.status()) && error.path("code").isNull()
                    && NEVER_LEFT.contains(error.path("category").asText());
        }
    }

    /** Oldest first. */
    List<Event> events() {
        Stream<Event> done = steps.stream().map(step -> new Event(step,
                acts.stream().filter(act -> act.stepId().equals(step.stepId())).findFirst().orElse(null), null));
        Stream<Event> alone = acts.stream()
                .filter(act -> steps.stream().noneMatch(step -> step.stepId().equals(act.stepId())))
                .map(act -> new Event(null, act, null));
        Stream<Event> calls = exchanges.stream().flatMap(Said::of).map(said -> new Event(null, null, said));
        // What was said comes before what was recorded of it, where both are of one moment.
        return Stream.of(calls, done, alone).flatMap(events -> events).sorted(Comparator.comparingLong(Event::at))
                .toList();
    }

    ObjectNode json(long now) {
        ObjectNode json = RequestText.json(request, now);
        json.set("request", RequestText.asked(request));
        ArrayNode journal = json.putArray("steps");
        steps.forEach(step -> {
            ObjectNode one = journal.addObject().put("at", Moments.at(step.at())).put("step", step.stepId())
                    .put("sequence", step.sequence()).put("status", step.status()).put("plan", step.plan());
            one.set("result", step.result());
            one.set("followUp", step.followUp());
        });
        ArrayNode people = json.putArray("acts");
        acts.forEach(act -> {
            ObjectNode one = people.addObject().put("at", Moments.at(act.at())).put("step", act.stepId())
                    .put("act", act.act()).put("who", act.who()).put("why", act.why());
            one.set("detail", act.detail());
        });
        ArrayNode said = json.putArray("exchanges");
        exchanges.stream().flatMap(Said::of).forEach(each -> said.add(each.json()));
        return json;
    }

    /** Whether the provider said otherwise after its end, and nobody noted anything of it since. */
    boolean isContradicted() {
        return newest(act -> act.act().equals(Act.WORD) && act.detail() != null)
                .isAfter(newest(act -> act.act().equals(Act.NOTE)));
    }

    private Instant newest(Predicate<ActRow> which) {
        return acts.stream().filter(which).map(act -> Instant.ofEpochMilli(act.at())).max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    /** When the newest step wants the next one, if it does. */
    @Nullable
    Long nextStepAt() {
        StepRow newest = steps.isEmpty() ? null : steps.get(steps.size() - 1);
        return newest == null || newest.followUp() == null ? null : Long.valueOf(at(newest.followUp()));
    }

    static long at(ObjectNode followUp) {
        return followUp.path("at").asLong();
    }
}
