package dev.sluice.answer;

import static com.fasterxml.jackson.databind.node.JsonNodeFactory.instance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.DataRules;
import dev.sluice.json.Json;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Evidence;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Masking;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.Outcome.Failure;
import dev.sluice.outcome.Secrets;
import dev.sluice.outcome.Unlisted;
import dev.sluice.provider.Answers;
import dev.sluice.provider.Operation;
import dev.sluice.provider.Provider;
import dev.sluice.text.Shown;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the end of a call into one of few kinds, by the provider's own tables. A route has turned the provider's answer
 * into these members: {@code success} (true where the answer itself says so), {@code code}, {@code message},
 * {@code reference}, {@code status}, {@code data} and {@code echo}; and {@code known}, true where it has the order in a
 * list.
 *
 * <p>A no, of HTTP or of a listed code, counts only where nothing else in the answer says that the order was taken; an
 * answer that contradicts itself is unknown.
 */
public final class Outcomes {

    private static final Map<Kind, String> OUR_WORDS = Map.of(Kind.PROGRESS, "PENDING", Kind.COMPLETED, "COMPLETED",
            Kind.FAILED, "FAILED");
    private static final int LONGEST_REFERENCE = 255;
    private static final int LONGEST_TEXT = 4_000;
    /** Of data as it is written, in bytes: as much as is read of an answer. A zero takes six where it took one. */
    private static final int MOST_DATA = 1 << 20;

    private final Provider provider;
    private final Operation operation;
    private final JsonNode request;
    private final int http;
    private final @Nullable Long retryAfter;
    private final JsonNode answer;
    private final boolean read;
    private final boolean asking;
    private final Answers tables;
    private final DataRules rules;
    private final Words words;
    private final @Nullable String code;
    private final @Nullable String status;
    private final @Nullable Unlisted unlisted;

    private Outcomes(Provider provider, Operation operation, JsonNode request, int http, @Nullable Long retryAfter,
            JsonNode answer, boolean read, boolean asking, Secrets secrets) {
        this.provider = provider;
        this.operation = operation;
        this.request = request;
        this.http = http;
        this.retryAfter = retryAfter;
        this.answer = answer;
        this.read = read;
        this.asking = asking;
        this.tables = provider.answers();
        this.rules = DataRules.of(provider.family());
        this.words = new Words(secrets, request, operation.unkept(), asking);
        this.code = answer.path("code").equals(BooleanNode.FALSE) ? null : text("code");
        this.status = text("status");
        this.unlisted = code != null && !tables.lists(code) ? new Unlisted("code", words.shown(code))
                : status != null && !tables.statuses().containsKey(status) ? new Unlisted("status", words.shown(status))
                        : null;
    }

    /**
     * @param answer     the answer's members as above
     * @param retryAfter milliseconds, if the provider says so
     * @param asking     whether this answers a question about the order and not the order itself
     * @param secrets    what is blanked wherever the provider's text is kept
     */
    public static Outcome interpret(Provider provider, Operation operation, JsonNode request, int http,
            @Nullable Long retryAfter,
            JsonNode answer, boolean asking, Secrets secrets) {
        return new Outcomes(provider, operation, request, http, retryAfter, answer, true, asking, secrets).outcome();
    }

    /** The same of an answer that could not be read, and so has no word of the provider, for this reason. */
    public static Outcome unread(Provider provider, Operation operation, JsonNode request, int http,
            @Nullable Long retryAfter, String why, boolean asking, Secrets secrets) {
        JsonNode nothing = Json.object().put("message", "it cannot be read: " + why);
        return new Outcomes(provider, operation, request, http, retryAfter, nothing, false, asking, secrets).outcome()
                .withoutWords();
    }

    private Outcome outcome() {
        Outcome no = no();
        if (no != null) {
            return saysOtherwise(no.kind()) ? unknown("by the rest of the answer the order was taken, yet " + said())
                    .with(Evidence.known(!isOfAStranger())) : no;
        }
        if (http < 200 || http > 299 || !isSuccess() || code != null) {
            return unknown(said()).with(Evidence.known(namesOrder() && !isOfAStranger()));
        }
        for (String member : new String[]{"code", "reference"}) {
            if (isUnreadable(member)) {
                return unknown("the provider answers with a " + member + " that is no text and no number")
                        .with(Evidence.known(namesOrder() && !isOfAStranger()));
            }
        }
        String reference = reference();
        if (reference != null && !isKept(reference)) {
            return told(Kind.ECHO_MISMATCH, Category.PROVIDER, "the provider's reference cannot be kept, for it is"
                    + " longer"
                    + " than " + LONGEST_REFERENCE + " characters or holds one that nobody sees, a credential or a"
                    + " number of the"
                    + " request that is kept masked: " + words.shown(reference))
                    .with(new Evidence(true, Set.of(), Set.of(Evidence.REFERENCE)));
        }
        Outcome said = asking ? asked() : called();
        String asked = operation.about() == null ? null : askedReference();
        Echo echo = Echo.of(provider, operation, request, answer.path("echo"), words);
        if (echo.stranger()) {
            return said.ofAnother(echo.difference() + (reference() == null ? "" : "; its reference is " + reference()),
                    echo.other());
        }
        Evidence evidence = new Evidence(namesOrder() || status != null || !echo.same().isEmpty(), echo.same(),
                echo.other());
        return echo.difference() == null ? said.with(evidence).about(asked)
                : new Outcome(Kind.ECHO_MISMATCH, said.about(asked).reference(), null, null,
                        new Failure(Category.ECHO_MISMATCH, null, echo.difference()), null, unlisted, evidence, false);
    }

    /** By which reference an earlier order is asked about: its own, or the one that the request names. */
    private @Nullable String askedReference() {
        for (JsonNode part : request) {
            if (part.path("providerReference").isTextual()) {
                return part.path("providerReference").asText();
            }
        }
        return null;
    }

    /** What a listed code, or else HTTP by itself, says against the order, if anything. */
    private @Nullable Outcome no() {
        boolean codeCounts = code != null && (http < 500 || tables.codesOutrankHttp());
        if (codeCounts && tables.noSuchOrder().contains(code) && asking) {
            return told(Kind.NO_SUCH_ORDER, Category.NOT_FOUND, said());
        }
        if (codeCounts && tables.codes().containsKey(code)) {
            return coded(tables.codes().get(code));
        }
        if (read && code == null && !isUnreadable("code") && tables.http().containsKey(http)) {
            return saysMore() ? null : coded(tables.http().get(http));
        }
        return http == 429 ? told(Kind.NOT_DONE, Category.LIMIT, said())
                : http == 401 ? told(Kind.UNAUTHORISED, Category.AUTHENTICATION, said()) : null;
    }

    /** Whether what it repeats is of another request. */
    private boolean isOfAStranger() {
        return Echo.of(provider, operation, request, answer.path("echo"), words).stranger();
    }

    /** An order that failed was taken before; so only what calls that answer a success speaks against it. */
    private boolean saysOtherwise(Kind no) {
        return isSuccess() || no != Kind.FAILED && namesOrder();
    }

    /** Whether it shows that the provider knows the order, whatever else it says. */
    private boolean namesOrder() {
        return reference() != null || hasListedStatus() || answer.path("known").equals(BooleanNode.TRUE);
    }

    private boolean hasListedStatus() {
        return status != null && tables.statuses().containsKey(status);
    }

    /** Whether it has a reference or a status, though one that nobody can read or no table lists. */
    private boolean saysMore() {
        return isUnreadable("reference") || isUnreadable("status") || status != null && !hasListedStatus();
    }

    private boolean isSuccess() {
        return answer.path("success").equals(BooleanNode.TRUE);
    }

    private Outcome coded(Answers.Meaning meaning) {
        if (meaning.kind() == Kind.UNAUTHORISED) {
            return told(Kind.UNAUTHORISED, Category.AUTHENTICATION, said());
        }
        // What an error answers to a question is said of the question, and not of the order.
        return asking ? unknown(said()).because(meaning.category())
                : told(meaning.kind(), meaning.category() == null ? Category.PROVIDER : meaning.category(), said());
    }

    private Outcome called() {
        if (operation.success() == Operation.Success.ACCEPTED) {
            if (reference() == null) {
                return unknown("the provider accepts it without a reference");
            }
            Outcome said = asked();
            return said.kind() == Kind.COMPLETED || said.kind() == Kind.FAILED ? said
                    : good(Kind.ACCEPTED, data(), null);
        }
        Kind listed = status == null ? null : tables.statuses().get(status);
        if (status == null && isUnreadable("status")) {
            return asked();
        }
        // What is asked about an earlier request is answered with the status of that one.
        if (status != null && operation.about() == null && listed != Kind.COMPLETED) {
            return asked();
        }
        if (operation.exact()) {
            return answer.path("data").isContainerNode()
                    ? good(Kind.COMPLETED, words.repeated(answer.path("data")), null)
                    : unknown("the provider's answer holds no data");
        }
        ObjectNode data = data();
        if (data.isEmpty()
                && answer.path("data").properties().stream().anyMatch(member -> !isNothing(member.getValue()))) {
            return unknown("the provider's answer holds nothing that can be read");
        }
        if (status != null && operation.about() != null) {
            data.put("status", listed == null ? "UNKNOWN" : OUR_WORDS.get(listed));
        }
        return good(Kind.COMPLETED, data, null);
    }

    private Outcome asked() {
        Kind kind = status == null ? null : tables.statuses().get(status);
        if (kind == null) {
            return new Outcome(
                    Kind.UNKNOWN, reference(), shown(status), null, new Failure(Category.OUTCOME_UNKNOWN,
                            shown(status), status != null
                                    ? "the provider answers with " + unlisted + ", which its table does not list"
                                    : isUnreadable("status")
                                            ? "the provider answers with a status that is no text and no number"
                                            : "the provider's answer holds no status"),
                    null, unlisted);
        }
        return good(kind, data(), kind != Kind.FAILED ? null : new Failure(Category.PROVIDER, status,
                text("message") == null ? "the provider reports that the order failed"
                        : words.masked(text("message"))));
    }

    private Outcome good(Kind kind, JsonNode data, @Nullable Failure failure) {
        if (Json.write(data).getBytes(StandardCharsets.UTF_8).length > MOST_DATA) {
            return unknown("the provider's answer is too long to be published: its data takes more than 1 MiB");
        }
        String shown = hasListedStatus() ? status : shown(status);
        return new Outcome(kind, reference(), shown, data, failure, null, unlisted);
    }

    private Outcome unknown(String why) {
        return new Outcome(Kind.UNKNOWN, asking ? null : named(), null, null,
                new Failure(Category.OUTCOME_UNKNOWN, shownCode(), why), retryAfter, unlisted, Evidence.known(false),
                http / 100 == 3 || isWordless());
    }

    /**
     * The reference by which the order can be asked about though nobody knows whether it was taken, where it cannot
     * be another's.
     */
    private @Nullable String named() {
        return isKept(reference())
                && Echo.of(provider, operation, request, answer.path("echo"), words).difference() == null ? reference()
                        : null;
    }

    /** Whether it has none of what this provider answers with, as what a gateway in front of it says. */
    private boolean isWordless() {
        return !isSuccess() && code == null && status == null && reference() == null && text("message") == null;
    }

    private Outcome told(Kind kind, Category category, String why) {
        return new Outcome(kind, null, null, null, new Failure(category, shownCode(), why), retryAfter, unlisted);
    }

    private String said() {
        return "the provider answers HTTP " + http
                + (code == null ? "" : ", code " + shownCode() + (tables.lists(code) ? "" : ", which its table does"
                        + " not list"))
                + (text("message") != null ? ": " + words.masked(text("message"))
                        : http / 100 == 2 && code == null && !isSuccess()
                                ? ", with nothing that its file takes for a success" : "");
    }

    private @Nullable String shownCode() {
        return code != null && tables.lists(code) ? code : shown(code);
    }

    private @Nullable String shown(@Nullable String word) {
        return word == null ? null : words.shown(word);
    }

    /** What fits the published schema; a provider's odd value is no reason to publish a result that nobody can read. */
    private ObjectNode data() {
        ObjectNode data = instance.objectNode();
        answer.path("data").properties().forEach(member -> {
            String name = member.getKey();
            JsonNode value = isNothing(member.getValue()) ? null : value(name, member.getValue());
            if (value != null && (isMoment(name) || rules.allow(name, value))) {
                data.set(name, value);
            }
        });
        return words.named(data);
    }

    /** Whether what is published there is made by {@link Moment}, and so as the schema has it. */
    private boolean isMoment(String name) {
        return rules.isMoment(name) && !tables.masked().contains(name);
    }

    private @Nullable JsonNode value(String name, JsonNode said) {
        if (!isPlain(said)) {
            return null;
        }
        boolean typed = tables.masked().contains(name) || tables.timesInSeconds().containsKey(name)
                || rules.isMoment(name) || rules.isDecimal(name);
        if (typed && words.holdSecret(said.asText())) {
            return null;
        }
        if (tables.masked().contains(name)) {
            return instance.textNode(Masking.number(said.asText()));
        }
        if (tables.timesInSeconds().containsKey(name) || rules.isMoment(name)) {
            return words.areWholeIn(said.asText()) ? null : instance.textNode(Moment.of(said.asText()));
        }
        if (words.arePersonalIn(said.asText())) {
            return null;
        }
        if (rules.isDecimal(name)) {
            return instance.textNode(tables.minorUnits().contains(name) ? major(said.asText())
                    : Decimal.plain(said.asText()));
        }
        if (said.asText().equals(reference())) {
            return said;
        }
        return words.mayBePersonal(said.asText()) ? null : words.repeated(said);
    }

    /** An amount in minor units as one of the currency that the answer names, or else the request. */
    private @Nullable String major(String text) {
        BigDecimal minor = Decimal.read(text);
        String currency = answer.at("/data/currency").asText(request.at("/order/currency").asText());
        BigDecimal major = minor == null ? null : provider.minorUnits().major(minor, currency);
        return major == null ? null : major.toPlainString();
    }

    /** A text that is neither endless nor holds what nobody sees; to show it otherwise would make it another. */
    private static boolean isPlain(JsonNode value) {
        return !value.isTextual() || Shown.line(value.asText(), LONGEST_TEXT).equals(value.asText());
    }

    private static boolean isNothing(JsonNode value) {
        return value.isNull() || value.isTextual() && value.asText().isBlank();
    }

    /** It is sent again to the letter, or not at all. */
    private boolean isKept(@Nullable String reference) {
        return reference == null
                || Shown.line(reference, LONGEST_REFERENCE).equals(reference) && !words.hideIn(reference);
    }

    /** A list or an object in the place of a word. It says something that nobody knows, so it does not count as none. */
    private boolean isUnreadable(String member) {
        return !answer.path(member).isEmpty();
    }

    private @Nullable String reference() {
        return answer.path("reference").isBoolean() ? null : text("reference");
    }

    private @Nullable String text(String member) {
        JsonNode value = answer.path(member);
        return value.isNull() || value.asText().isBlank() ? null : value.asText();
    }
}
