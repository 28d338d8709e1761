package dev.sluice.cli.tests;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.provider.Account;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Webhook;
import dev.sluice.signing.Incoming;
import dev.sluice.signing.Outgoing;
import dev.sluice.signing.Signed;
import dev.sluice.signing.Verdict;
import dev.sluice.step.Letter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What a provider delivers in a test. */
final class TestWebhook {

    private final Provider provider;
    private final JsonNode described;
    private final TestClock clock;
    private final String nonce;

    TestWebhook(Provider provider, JsonNode described, TestClock clock, String nonce) {
        this.provider = provider;
        this.described = described;
        this.clock = clock;
        this.nonce = nonce;
    }

    /** It is verified, and goes on where its signature holds. */
    List<Letter> delivered(Protocol protocol, String at, String member, Compared compared) {
        Webhook webhook = provider.webhook();
        Account account = provider.accounts().get(described.path("account").asText("default"));
        if (webhook == null || account == null) {
            throw new IllegalArgumentException(provider.name() + " has no webhook or no such account in its file");
        }
        Incoming delivery = delivery(webhook, account);
        Verdict verdict = webhook.signature().verify(delivery, account.good(), clock);
        boolean taken = described.path("taken").asBoolean(true);
        if (verdict.valid() != taken) {
            compared.tell(at + ".webhook" + (described.has("taken") ? ".taken" : ""), member + ", webhook taken",
                    String.valueOf(taken),
                    verdict.valid() + (verdict.reason() == null ? "" : ": " + verdict.reason()));
        }
        return !verdict.valid() ? List.of()
                : protocol.deliver(provider, account.name(),
                        verdict.content() == null ? delivery.body() : verdict.content(),
                        Objects.requireNonNullElse(verdict.dedupKey(), at));
    }

    private Incoming delivery(Webhook webhook, Account account) {
        String path = "/webhooks/" + provider.name() + "/" + account.name();
        String query = described.path("query").asText("");
        byte[] body = Exchanges.bytes(described.path("body"));
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        described.path("headers").properties().forEach(each -> headers.put(each.getKey(), each.getValue().asText()));
        if (!described.path("sign").asBoolean(true)) {
            return new Incoming(webhook.method(), path, query, headers, body);
        }
        Signed signed = webhook.signature().sign(new Outgoing(webhook.method(), path, query, headers, body),
                account::credential, clock, () -> nonce);
        headers.putAll(signed.headers());
        return new Incoming(webhook.method(), path, signed.fullQuery() == null ? query : signed.fullQuery(), headers,
                signed.body());
    }
}
