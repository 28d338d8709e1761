package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.config.Durations;
import dev.sluice.config.Rule;
import dev.sluice.config.WrongKey;
import dev.sluice.signing.Challenge;
import dev.sluice.signing.Reply;
import dev.sluice.signing.Signature;
import dev.sluice.text.Nearest;
import dev.sluice.text.Shown;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the parts of a provider's file, each right by itself, must keep to together. */
final class ProviderRules {

    /** What is said of a question that failed, and of no order. */
    private static final Pattern OF_FAILURES = Pattern.compile("((ERR(OR)?|E|API|SYS|REQUEST|QUERY|CONNECTION|CONNECT"
            + "|READ|SOCKET|NETWORK|GATEWAY|SERVICE|SERVER)_)*(HTTP_?)?(401|403|408|429|50[0234]|TIME_?OUT|TIMED_OUT"
            + "|UNAVAILABLE|RATE_LIMIT(ED)?|(RATE_)?LIMIT_EXCEEDED|TOO_MANY(_REQUESTS)?|THROTTL(ED|ING)"
            + "|UNAUTHORI[SZ]ED|UNAUTHENTICATED|FORBIDDEN|ACCESS_DENIED|PERMISSION_DENIED|BAD_GATEWAY|MAINTENANCE|BUSY"
            + "|((INTERNAL|SYSTEM|NETWORK|SERVER|SERVICE|INTERNAL_SERVER|AUTH|AUTHENTICATION|AUTHORI[SZ]ATION|SIGN"
            + "|SIGNATURE|QUERY)_(ERROR|FAIL|FAILED|FAILURE))|INVALID_(SIGN(ATURE)?|TOKEN|API_?KEY)"
            + "|(SIGN(ATURE)?|TOKEN)_(INVALID|EXPIRED|MISMATCH))(_(ERROR|EXCEPTION))?");
    /** What may be said of such a question, and may be a provider's own word too. */
    private static final Pattern MAYBE_OF_FAILURES = Pattern.compile("[1245][0-9]{2}|HTTP_?[0-9]{3}"
            + "|(ERROR|FAIL|FAILED|FAILURE|NULL|NONE|UNKNOWN|EXCEPTION|DENIED|EXPIRED|OVERLOAD(ED)?|TRY_?AGAIN)"
            + "|.*(TIME_?OUT|TIMED_OUT|UNAVAILABLE|FORBIDDEN|UNAUTHORI[SZ]ED|RATE_?LIMIT|TOO_MANY|THROTTL|MAINTENANCE"
            + "|BUSY|(SERVER|SYSTEM|UNKNOWN|NETWORK|GENERAL)_?(ERROR|FAIL)|BAD_REQUEST|MISSING_PARAM).*"
            + "|INVALID_(PARAM(ETER)?S?|REQUEST|KEY)");
    private static final Pattern OF_ORDERS = Pattern.compile("NOT_?FOUND|NOT_?EXIST|NO_?SUCH");
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final JsonNode file;
    private final WrongKey wrong;
    private final WrongKey note;

    /**
     * @param wrong is told the key and what is wrong there
     * @param note  is told what may be wrong there
     */
    ProviderRules(JsonNode file, WrongKey wrong, WrongKey note) {
        this.file = file;
        this.wrong = wrong;
        this.note = note;
    }

    void schedule(String key, JsonNode node) {
        Schedule schedule = Schedule.of(node);
        if (schedule.first().isZero()) {
            wrong.accept(Rule.IMPOSSIBLE_TIMES, key + ".first-delay",
                    "is no time at all, so that it would be tried again at once and for"
                            + " ever");
        }
        if (schedule.longest().compareTo(schedule.first()) < 0) {
            wrong.accept(Rule.IMPOSSIBLE_TIMES, key + ".max-delay", "is shorter than first-delay");
        }
        if (schedule.budget().compareTo(schedule.first()) < 0) {
            wrong.accept(Rule.IMPOSSIBLE_TIMES, key + ".budget",
                    "is shorter than first-delay, so that nothing would ever be tried");
        }
    }

    /** One that opens for no time holds nothing back. */
    void breaker(String key) {
        JsonNode breaker = file.at("/" + key.replace('.', '/'));
        if (breaker.has("open") && Durations.parse(breaker.path("open").asText()).isZero()) {
            wrong.accept(Rule.IMPOSSIBLE_TIMES, key + ".open", "is no time at all");
        }
    }

    /** That each means one setting, and that files are given to those that there are. */
    void credentials(List<String> credentials) {
        credentials.stream().filter(name -> name.matches(".*-(file|previous)") || Tuning.KEYS.contains(name)
                || ReachSection.CREDENTIALS.contains(name))
                .forEach(name -> wrong.accept(Rule.TAKEN_NAME, "credentials",
                        "has " + name + ", which is read as something else below an account:"
                                + " choose another name"));
        file.path("accounts").properties().forEach(account -> account.getValue().fieldNames().forEachRemaining(name -> {
            String credential = name.replaceFirst("(-previous)?-file$", "");
            if (name.endsWith("-file") && !credentials.contains(credential)
                    && !ReachSection.CREDENTIALS.contains(credential)) {
                wrong.accept(Rule.UNKNOWN_CREDENTIAL, "accounts." + account.getKey() + "." + name,
                        "is the file of no credential that is in"
                                + " the list"
                                + Nearest.hint(name, credentials.stream().map(one -> one + "-file").toList()));
            }
        }));
    }

    void timeouts() {
        Provider.Timeouts timeouts = Provider.Timeouts.of(file.path("timeouts"));
        Stream.of("connect", "response")
                .filter(name -> Durations.parse(file.at("/timeouts/" + name).asText()).compareTo(LONGEST_WAIT) > 0)
                .forEach(name -> wrong.accept(Rule.IMPOSSIBLE_TIMES, "timeouts." + name,
                        "is longer than " + LONGEST_WAIT.toMinutes()
                                + "m: a thread of the account would hang on one call"));
        if (timeouts.connect().isZero()) {
            wrong.accept(Rule.IMPOSSIBLE_TIMES, "timeouts.connect", "is no time at all");
        }
        if (timeouts.response().isZero()) {
            wrong.accept(Rule.IMPOSSIBLE_TIMES, "timeouts.response", "is no time at all");
        }
    }

    /** Names that every provider's flows have, and the one that the refusal of a question has for its operation. */
    void names() {
        if (file.path("operations").has("status")) {
            wrong.accept(Rule.TAKEN_NAME, "operations.status", "is the operation that the refusal of a question on"
                    + " <family>.requests.status has: choose another name");
        }
        Stream.of("operations", "calls").forEach(part -> Stream.of("http", "pace").filter(file.path(part)::has).forEach(
                taken -> wrong.accept(Rule.TAKEN_NAME, part + "." + taken,
                        "is the name of a flow of every provider: choose another")));
    }

    /**
     * Says what makes an answer a success where the file does not, and leaves no doubt: its place of success; the
     * reference, without which no order is accepted; the route, where the file names no place.
     */
    static void addSuccess(JsonNode places, ObjectNode operation) {
        Places named = Places.of(places, operation);
        if (operation.has("success-by")) {
            return;
        }
        if (named.tellsSuccess()) {
            operation.put("success-by", "place");
        } else if (places.isEmpty() && operation.path("places").isEmpty()) {
            operation.put("success-by", "mapping");
        } else if (operation.path("success").asText().equals("accepted") && named.tellsReference()) {
            operation.put("success-by", "shape").withArray("shape").add(named.reference());
        }
    }

    /** Without a path it is refused when it is asked for, and nothing need be known of its answers. */
    void success(String operation, JsonNode described) {
        String key = "operations." + operation;
        String by = described.path("success-by").asText();
        boolean served = !described.path("path").asText("none").isEmpty();
        if (served
                && (by.isEmpty() || by.equals("place") && !Places.of(file.path("places"), described).tellsSuccess())) {
            wrong.accept(Rule.UNFOUNDED_SUCCESS, key + (by.isEmpty() ? "" : ".success-by"),
                    "nothing says what makes its answer a success:"
                            + " name places.success;"
                            + " or set shape here and success-by: shape; or, where its own route says it, success-by: mapping");
        }
        if (served && by.equals("shape") && described.path("shape").isEmpty()) {
            wrong.accept(Rule.UNFOUNDED_SUCCESS, key + ".success-by", "shape names no place that a good answer holds");
        }
    }

    /** Of a code or status that stands in two tables nobody knows what it means. */
    void answers() {
        JsonNode answers = file.path("answers");
        Map<String, String> listed = new HashMap<>();
        answers.path("statuses").properties().forEach(list -> list.getValue().forEach(status -> {
            String other = listed.put(status.asText(), list.getKey());
            if (other != null && !other.equals(list.getKey())) {
                wrong.accept(Rule.TWO_MEANINGS, "answers.statuses." + list.getKey(),
                        "has " + Shown.line(status.asText(), 100) + ", which answers.statuses." + other + " has too");
            }
        }));
        answers.path("no-such-order").forEach(code -> {
            String word = code.asText().replaceAll("([a-z0-9])([A-Z])", "$1_$2").replaceAll("[^A-Za-z0-9]+", "_")
                    .toUpperCase(Locale.ROOT);
            String said = "has " + Shown.line(code.asText(), 100) + ", which an answer can hold whose question merely"
                    + " failed, and the order would be made again: take it away";
            if (OF_FAILURES.matcher(word).matches()) {
                wrong.accept(Rule.FAILURE_AS_NO_ORDER, "answers.no-such-order", said);
            } else if (MAYBE_OF_FAILURES.matcher(word).matches() && !OF_ORDERS.matcher(word).find()) {
                note.accept(Rule.MAYBE_FAILURE, "answers.no-such-order", said
                        + ", unless the provider says it of an order that it does not have");
            }
            if (answers.path("codes").has(code.asText())) {
                wrong.accept(Rule.TWO_MEANINGS, "answers.no-such-order",
                        "has " + Shown.line(code.asText(), 100) + ", which answers.codes has too");
            }
        });
        Stream.of("codes", "http").forEach(table -> answers.path(table).properties().stream()
                .filter(code -> code.getValue().path("kind").asText().equals("unauthorised"))
                .filter(code -> !file.has("token"))
                .forEach(code -> wrong.accept(Rule.TOKENS, "answers." + table + "." + code.getKey() + ".kind",
                        "is unauthorised, which asks for a new token, and there is no token section: say refused,"
                                + " category AUTHENTICATION")));
    }

    /** What a signature finds its fields in is what the rest is read from, unless it packs all of it into one. */
    void webhookFormat(Signature signature) {
        JsonNode webhook = file.path("webhook");
        JsonNode described = webhook.has("signature") ? webhook.path("signature") : file.path("signature");
        String read = described.path("body-format").asText("json");
        String format = webhook.path("format").asText("json");
        boolean fields = described.has("body-format")
                || signature.findsFields() && !webhook.path("method").asText().equals("GET");
        if (fields && !read.equals(format) && !described.path("body").isTextual()) {
            wrong.accept(Rule.WEBHOOK, "webhook.format",
                    "is " + format + ", and the signature finds its fields in " + read
                            + " (body-format): say " + read);
        }
    }

    /** Of fields that a webhook itself names those count that it has to name. */
    void webhookNames() {
        JsonNode webhook = file.path("webhook");
        JsonNode signature = webhook.has("signature") ? webhook.path("signature") : file.path("signature");
        for (String part : List.of("message", "parts", "verify")) {
            for (JsonNode fields : signature.path(part).findParents("named-in")) {
                Set<String> signed = new TreeSet<>(Set.of(fields.path("named-in").asText()));
                fields.path("only").forEach(name -> signed.add(name.asText()));
                unsigned("webhook.places", webhook.path("places"), signed);
            }
        }
    }

    private void unsigned(String key, JsonNode place, Set<String> signed) {
        if (place.isObject()) {
            place.properties().forEach(inner -> unsigned(key + "." + inner.getKey(), inner.getValue(), signed));
        } else if (place.isArray()) {
            place.forEach(inner -> unsigned(key, inner, signed));
        } else if (place.asText().startsWith("/")) {
            String name = place.asText().substring(1).replace('/', '.');
            if (signed.stream().noneMatch(one -> name.equals(one) || name.startsWith(one + "."))) {
                wrong.accept(Rule.WEBHOOK, key,
                        "is not signed in every webhook, which names what is (named-in): add " + name
                                + " to only beside it");
            }
        }
    }

    /** Its query is the document, and nothing else of it is read or signed. */
    void webhookByGet(Signature signature) {
        JsonNode webhook = file.path("webhook");
        if (!webhook.path("method").asText().equals("GET")) {
            return;
        }
        if (!webhook.path("format").asText().equals("form")) {
            wrong.accept(Rule.WEBHOOK, "webhook.format",
                    "is " + webhook.path("format").asText() + ", and of a webhook by GET the"
                            + " query is read (webhook.method): say form");
        }
        if (signature.needsBody()) {
            wrong.accept(Rule.WEBHOOK, "webhook.method",
                    "is GET, and the signature is made of a body, which a GET has not: sign"
                            + " {query}, or fields from query");
        }
    }

    /** Who has orders of the same names at the provider could have them reported to us, unless we ask about ours. */
    void addressee(Signature signature, Collection<Operation> operations) {
        String holder = file.at("/webhook/signature").isMissingNode() ? "signature" : "webhook.signature";
        operations.stream().filter(operation -> signature.isForAnybody() && operation.creates() && !isAsked(operation))
                .findFirst()
                .ifPresent(operation -> wrong.accept(Rule.WEBHOOK, holder + ".verify-key.fetch",
                        "is a key that signs for all customers"
                                + " of the provider, nothing signed says that a delivery is for the account, and about "
                                + operation.name()
                                + " the provider cannot always be asked: let the message or a place hold a"
                                + " {credential:…} that tells the account, or name an ask without {reference}"));
    }

    /** By what is ours alone: the reference may be what a webhook said. */
    private boolean isAsked(Operation operation) {
        JsonNode ask = operation.ask() == null ? MissingNode.getInstance() : file.at("/calls/" + operation.ask());
        return !ask.path("path").asText().isEmpty() && !ask.toString().contains("{reference");
    }

    /** What can be answered, and to whom. */
    void answers(Reply answer, @Nullable Challenge challenge) {
        JsonNode webhook = file.path("webhook");
        String method = webhook.path("method").asText("POST");
        ofBody("answer", method, answer.needsBody());
        if (challenge == null) {
            return;
        }
        ofBody("challenge", challenge.method(), challenge.needsBody());
        if (challenge.method().equals(method) && !challenge.isTold()) {
            wrong.accept(Rule.WEBHOOK, "webhook.challenge",
                    "needs equal, by which it is told from what is delivered by " + method
                            + " too: else a webhook could be answered and never stored");
        }
        challenge.shown().stream().filter(this::isUsedBesideChallenges)
                .forEach(credential -> wrong.accept(Rule.WEBHOOK, "webhook.challenge",
                        "would answer anybody with something made of "
                                + credential
                                + ", which has another use too: take a credential that has none, or let equal ask"
                                + " for " + credential));
    }

    private void ofBody(String part, String method, boolean needsBody) {
        if (needsBody && (method.equals("GET") || file.at("/webhook/format").asText().equals("xml"))) {
            wrong.accept(Rule.WEBHOOK, "webhook." + part, "is made of fields of a body, which "
                    + (method.equals("GET") ? "a GET has not: say {query:NAME}"
                            : "can be answered of JSON and a form"));
        }
    }

    /** Whatever it may be: a text that names it is enough. */
    private boolean isUsedBesideChallenges(String credential) {
        ObjectNode beside = file.deepCopy();
        beside.remove(List.of("credentials", "accounts"));
        if (beside.path("webhook") instanceof ObjectNode webhook) {
            webhook.remove("challenge");
        }
        return names(beside, credential);
    }

    private static boolean names(JsonNode node, String credential) {
        return node.isTextual() ? node.asText().matches("(?s)(.*credential:)?" + credential + "(?![a-z0-9-]).*")
                : node.valueStream().anyMatch(below -> names(below, credential));
    }

    void events(Events events, Places places) {
        if (places.namesEvents() && events.ours().isEmpty()) {
            wrong.accept(Rule.WEBHOOK, "webhook.events", "needs ours, the events that tell what became of an order,"
                    + " since webhook.places.event says where an event stands");
        }
        if (!places.namesEvents() && !events.areNone()) {
            wrong.accept(Rule.WEBHOOK, "webhook.events",
                    "needs webhook.places.event, the place where a webhook names its event");
        }
        events.ours().stream().filter(events.ignored()::contains)
                .forEach(both -> wrong.accept(Rule.WEBHOOK, "webhook.events",
                        both + " is ours and ignored; it can be one of them"));
    }
}
