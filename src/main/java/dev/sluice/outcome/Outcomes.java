package dev.sluice.outcome;

import static com.fasterxml.jackson.databind.node.JsonNodeFactory.instance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.DataRules;
import dev.sluice.outcome.Outcome.Failure;
import dev.sluice.provider.Answers;
import dev.sluice.provider.Operation;
import dev.sluice.provider.Provider;
import dev.sluice.text.Shown;
import java.util.Map;
import java.util.Set;

/**
 * Puts the end of a call into one of few kinds, by the provider's own tables. A route has turned the provider's answer
 * into these members: {@code success} (true where the answer itself says so), {@code code}, {@code message},
 * {@code reference}, {@code status}, {@code data} and {@code echo}.
 */
public final class Outcomes {

    private static final Map<Kind, String> OUR_WORDS =
            Map.of(Kind.PROGRESS, "PENDING", Kind.COMPLETED, "COMPLETED", Kind.FAILED, "FAILED");

    /** Members that are compared or sent again to the letter. */
    private static final Set<String> COMPARED = Set.of("echo", "reference");
    private static final int LONGEST_REFERENCE = 255;
    private static final int LONGEST_TEXT = 4_000;
    private static final String UNKEPT = "the provider's reference cannot be kept: it is longer than " + LONGEST_REFERENCE
            + " characters, holds one that nobody sees, or a credential";

    private Outcomes() {
    }

    /**
     * @param answer     the answer's members as above; null members where the body could not be read
     * @param retryAfter milliseconds, or null
     * @param asking     whether this answers a question about the order and not the order itself
     * @param secrets    what is blanked wherever the provider's text is kept
     */
    public static Outcome interpret(Provider provider, Operation operation, JsonNode request, int http, Long retryAfter,
                                    JsonNode answer, boolean asking, Secrets secrets) {
        ObjectNode kept = instance.objectNode();
        answer.properties().forEach(member -> kept.set(member.getKey(), COMPARED.contains(member.getKey())
                ? member.getValue() : secrets.blanked(member.getValue())));
        String reference = text(answer, "reference");
        Outcome outcome = interpret(provider, operation, request, http, retryAfter, kept, asking);
        if (reference != null && outcome.reference() != null
                && (secrets.standIn(reference) || !Shown.line(reference, LONGEST_REFERENCE).equals(reference))) {
            return Outcome.of(Kind.ECHO_MISMATCH, Category.PROVIDER, null, UNKEPT);
        }
        return outcome.telling(secrets::blanked);
    }

    static Outcome interpret(Provider provider, Operation operation, JsonNode request, int http, Long retryAfter,
                             JsonNode answer, boolean asking) {
        Answers tables = provider.answers();
        String code = text(answer, "code");
        String said = said(http, code, text(answer, "message"));
        boolean codeCounts = code != null && (http < 500 || tables.codesOutrankHttp());
        if (codeCounts && tables.noSuchOrder().contains(code) && asking) {
            return Outcome.of(Kind.NO_SUCH_ORDER, Category.NOT_FOUND, code, said);
        }
        if (codeCounts && tables.codes().containsKey(code)) {
            return coded(tables.codes().get(code), code, said, retryAfter, asking);
        }
        if (http == 429) {
            return new Outcome(Kind.NOT_DONE, null, null, null, new Failure(Category.LIMIT, code, said), retryAfter);
        }
        if (http == 401) {
            return Outcome.of(Kind.UNAUTHORISED, Category.AUTHENTICATION, code, said);
        }
        if (http < 200 || http > 299 || !answer.path("success").equals(BooleanNode.TRUE)) {
            return new Outcome(Kind.UNKNOWN, null, null, null, new Failure(Category.OUTCOME_UNKNOWN, code, said), retryAfter);
        }
        String difference = Echo.difference(operation.echo(), request, answer.path("echo"));
        if (difference != null) {
            return new Outcome(Kind.ECHO_MISMATCH, text(answer, "reference"), null, null,
                    new Failure(Category.ECHO_MISMATCH, null, difference), null);
        }
        return asking ? asked(provider, answer) : called(provider, operation, answer);
    }

    private static Outcome coded(Answers.Meaning meaning, String code, String said, Long retryAfter, boolean asking) {
        Category category = meaning.category() == null ? Category.PROVIDER : meaning.category();
        if (asking && meaning.kind() != Kind.UNAUTHORISED) {
            return new Outcome(Kind.UNKNOWN, null, null, null, new Failure(Category.OUTCOME_UNKNOWN, code, said), retryAfter);
        }
        Failure failure = new Failure(meaning.kind() == Kind.UNAUTHORISED ? Category.AUTHENTICATION : category, code, said);
        return new Outcome(meaning.kind(), null, null, null, failure, retryAfter);
    }

    private static Outcome called(Provider provider, Operation operation, JsonNode answer) {
        String reference = text(answer, "reference");
        if (operation.success() == Operation.Success.ACCEPTED) {
            if (reference == null) {
                return Outcome.of(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null, "the provider accepts it without a reference");
            }
            Outcome said = asked(provider, answer);
            return said.kind() == Kind.COMPLETED || said.kind() == Kind.FAILED ? said
                    : new Outcome(Kind.ACCEPTED, reference, text(answer, "status"), data(provider, answer), null, null);
        }
        String status = text(answer, "status");
        Kind listed = status == null ? null : provider.answers().statuses().get(status);
        if (operation.exact()) {
            if (!answer.path("data").isContainerNode()) {
                return Outcome.of(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null, "the provider's answer holds no data");
            }
            return listed == null || listed == Kind.COMPLETED
                    ? new Outcome(Kind.COMPLETED, reference, null, answer.path("data"), null, null)
                    : asked(provider, answer);
        }
        // What is asked about an earlier request is answered with the status of that one.
        if (status != null && operation.about() == null && listed != Kind.COMPLETED) {
            return asked(provider, answer);
        }
        ObjectNode data = data(provider, answer);
        if (data.isEmpty() && answer.path("data").properties().stream().anyMatch(member -> !isNothing(member.getValue()))) {
            return Outcome.of(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null, "the provider's answer holds nothing that can be read");
        }
        if (status != null && operation.about() != null) {
            data.put("status", listed == null ? "UNKNOWN" : OUR_WORDS.get(listed));
        }
        return new Outcome(Kind.COMPLETED, reference, status, data, null, null);
    }

    private static Outcome asked(Provider provider, JsonNode answer) {
        String status = text(answer, "status");
        Kind kind = status == null ? null : provider.answers().statuses().get(status);
        if (kind == null) {
            return new Outcome(Kind.UNKNOWN, text(answer, "reference"), status, null, new Failure(Category.OUTCOME_UNKNOWN,
                    status, "the provider answers with a status that its table does not list"), null);
        }
        Failure failure = kind != Kind.FAILED ? null : new Failure(Category.PROVIDER, status,
                text(answer, "message") == null ? "the provider reports that the order failed"
                        : Masking.text(text(answer, "message")));
        return new Outcome(kind, text(answer, "reference"), status, data(provider, answer), failure, null);
    }

    /** What fits the published schema; a provider's odd value is no reason to publish a result that nobody can read. */
    private static ObjectNode data(Provider provider, JsonNode answer) {
        DataRules rules = DataRules.of(provider.family());
        Answers tables = provider.answers();
        ObjectNode data = instance.objectNode();
        answer.path("data").properties().forEach(member -> {
            String name = member.getKey();
            JsonNode value = member.getValue();
            if (isNothing(value)) {
                return;
            }
            if (tables.timesInSeconds().containsKey(name) || rules.isMoment(name)) {
                value = instance.textNode(Moment.of(value.asText()));
            } else if (rules.isDecimal(name)) {
                value = instance.textNode(Decimal.plain(value.asText()));
            } else if (tables.masked().contains(name)) {
                value = instance.textNode(Masking.number(value.asText()));
            }
            if (value != null && rules.allow(name, value) && isPlain(value)) {
                data.set(name, value);
            }
        });
        return data;
    }

    /** A text that is neither endless nor holds what nobody sees; to show it otherwise would make it another. */
    private static boolean isPlain(JsonNode value) {
        return !value.isTextual() || Shown.line(value.asText(), LONGEST_TEXT).equals(value.asText());
    }

    private static boolean isNothing(JsonNode value) {
        return value.isNull() || value.isTextual() && value.asText().isEmpty();
    }

    private static String said(int http, String code, String message) {
        return "the provider answers HTTP " + http + (code == null ? "" : ", code " + Masking.text(code))
                + (message == null || message.isBlank() ? "" : ": " + Masking.text(message));
    }

    private static String text(JsonNode answer, String member) {
        JsonNode value = answer.path(member);
        return value.isMissingNode() || value.isNull() || value.asText().isEmpty() ? null : value.asText();
    }
}
