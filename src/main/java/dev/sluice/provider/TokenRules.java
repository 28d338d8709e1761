package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Rule;
import dev.sluice.config.WrongKey;
import dev.sluice.contract.Template;
import dev.sluice.text.Nearest;
import java.util.List;
import java.util.Set;

/** What a provider's file says of its tokens, and of the calls that give them. */
final class TokenRules {

    /** The calls that give tokens. */
    static final Set<String> CALLS = Set.of("login", "refresh");

    private static final String CREDENTIAL = "credential:";
    private static final String REFRESH_TOKEN = "refreshToken";

    private final JsonNode file;
    private final WrongKey wrong;

    /** @param wrong is told the key and what is wrong there */
    TokenRules(JsonNode file, WrongKey wrong) {
        this.file = file;
        this.wrong = wrong;
    }

    /**
     * @param note  is told what an operator should know
     * @param keyed whether settings have a key to seal shared tokens with
     */
    void check(WrongKey note, boolean keyed) {
        JsonNode token = file.path("token");
        if (token.isMissingNode()) {
            return;
        }
        if (!file.path("calls").has("login")) {
            wrong.accept(Rule.TOKENS, "token", "needs a login among the calls, which gives the token");
        }
        TokenPlan plan = TokenPlan.of(token);
        if (plan.maxAge() != null && plan.renewAhead().compareTo(plan.maxAge()) >= 0) {
            wrong.accept(Rule.TOKENS, "token.renew-ahead",
                    "is not shorter than max-age, so that a token would be fetched for"
                            + " every call");
        }
        shared(token, plan.shared() && keyed, note);
        if (token.has("places")) {
            described(token.path("places").has("refresh-token"));
        } else if (token.has("header") || token.has("value")) {
            wrong.accept(Rule.NO_EFFECT, "token." + (token.has("header") ? "header" : "value"),
                    "counts where token.places says that"
                            + " the file itself describes the login: name those, or take it away");
        }
    }

    private static void shared(JsonNode token, boolean shared, WrongKey note) {
        if (!shared && token.path("login-ends-token").asBoolean(false)) {
            note.accept(Rule.TOKENS_NOT_SHARED, "token.login-ends-token",
                    "means that copies of Sluice, each of which logs in by itself, end"
                            + " each other's tokens: let them share it (setting sluice.tokens.key), or run one copy");
        } else if (!shared && token.path("shared").asBoolean(false)) {
            note.accept(Rule.TOKENS_NOT_SHARED, "token.shared",
                    "does nothing without the setting sluice.tokens.key: each copy of Sluice logs in"
                            + " by itself");
        }
    }

    private void described(boolean refreshes) {
        JsonNode calls = file.path("calls");
        if (refreshes && !calls.has("refresh")) {
            wrong.accept(Rule.TOKENS, "token.places.refresh-token",
                    "is sent nowhere, for there is no refresh below calls");
        } else if (!refreshes && calls.has("refresh")) {
            wrong.accept(Rule.TOKENS, "calls.refresh", "is made by nobody, for token.places names no refresh-token");
        }
        String header = file.path("token").path("header").asText("Authorization");
        taken(header, "signature.headers", file.at("/signature/headers"));
        taken(header, "headers", file.path("headers"));
        List.of("operations", "calls").forEach(part -> file.path(part).properties().stream()
                .filter(call -> part.equals("operations") || !CALLS.contains(call.getKey()))
                .forEach(call -> taken(header, part + "." + call.getKey() + ".headers",
                        call.getValue().path("headers"))));
        List.of("login", "refresh").forEach(name -> Template.places(calls.path(name).path("body"))
                .forEach(place -> body(name, place)));
    }

    /** A header that stands over the one with the token, which would then never be sent. */
    private void taken(String header, String key, JsonNode headers) {
        ProviderShape.names(headers).stream().filter(header::equalsIgnoreCase)
                .forEach(name -> wrong.accept(Rule.TOKENS, key + "." + name,
                        "is the header that carries the token, which would"
                                + " never be sent: take it away, or name another in token.header"));
    }

    /** What a body is filled with that no request goes with. */
    private void body(String call, String place) {
        String key = "calls." + call + ".body";
        List<String> credentials = file.path("credentials").valueStream().map(JsonNode::asText).toList();
        if (place.startsWith(CREDENTIAL)) {
            String name = place.substring(CREDENTIAL.length());
            if (!credentials.contains(name)) {
                wrong.accept(Rule.UNKNOWN_CREDENTIAL, key,
                        "names {" + place + "}, which is not in the list of credentials"
                                + Nearest.hint(name, credentials));
            }
        } else if (!(call.equals("refresh") && place.equals(REFRESH_TOKEN))) {
            wrong.accept(Rule.TOKENS, key, "names {" + place + "}, and a " + call + " has credentials, such as"
                    + " {credential:client-id}" + (call.equals("refresh") ? ", and {" + REFRESH_TOKEN + "}" : "")
                    + " alone");
        }
    }
}
