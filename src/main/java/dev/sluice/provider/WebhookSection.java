package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cipher.HeldDocument;
import dev.sluice.config.Rule;
import dev.sluice.signing.Challenge;
import dev.sluice.signing.Reply;
import dev.sluice.signing.Signature;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the webhooks of a provider's file. */
final class WebhookSection {

    private final ProviderFile file;
    private final JsonNode webhook;
    private final boolean isSigned;
    private final ProviderRules rules;
    private final List<String> credentials;

    /** @param tree the whole file */
    WebhookSection(ProviderFile file, JsonNode tree, ProviderRules rules, List<String> credentials) {
        this.file = file;
        this.webhook = tree.path("webhook");
        this.isSigned = tree.has("signature");
        this.rules = rules;
        this.credentials = credentials;
    }

    /** @param requests how these are signed, where they are */
    @Nullable
    Webhook read(@Nullable Signature requests) {
        if (webhook.isMissingNode()) {
            return null;
        }
        Signature signature = webhook.has("signature")
                ? file.part("webhook.signature",
                        () -> file.known(Signature.of(webhook.get("signature")), "webhook.signature", credentials))
                : requests;
        if (!webhook.has("signature") && !isSigned) {
            file.wrong(Rule.WEBHOOK, "webhook", "needs a signature to verify with");
        }
        Places places = new Places(webhook.path("places"));
        Events events = Events.of(webhook.path("events"));
        rules.events(events, places);
        if (signature != null) {
            rules.webhookFormat(signature);
            rules.webhookNames();
            rules.webhookByGet(signature);
        }
        Reply answer = file.part("webhook.answer", this::answer);
        Challenge challenge = file.part("webhook.challenge", this::challenge);
        List<HeldDocument> inside = file.part("webhook.inside", this::inside);
        if (signature == null || answer == null || inside == null) {
            return null;
        }
        rules.answers(answer, challenge);
        return new Webhook(webhook.path("method").asText("POST"), signature, Answers.format(webhook.path("format")),
                inside, places, events, answer, challenge);
    }

    private Reply answer() {
        Reply answer = Reply.of(ofFields("answer"), webhook.path("acknowledge").asText(null));
        file.known(answer.credentials(), "webhook.answer", credentials);
        return answer;
    }

    private List<HeldDocument> inside() {
        List<HeldDocument> inside = HeldDocument.of(webhook.path("inside"));
        inside.forEach(document -> document.credential()
                .ifPresent(credential -> file.known(Set.of(credential), "webhook.inside", credentials)));
        return inside;
    }

    private @Nullable Challenge challenge() {
        if (!webhook.has("challenge")) {
            return null;
        }
        Challenge challenge = Challenge.of(ofFields("challenge"));
        file.known(challenge.credentials(), "webhook.challenge", credentials);
        return challenge;
    }

    /** A part that finds fields in a webhook, in a form where that is what a webhook is written in. */
    private ObjectNode ofFields(String part) {
        ObjectNode described = webhook.path(part).isObject() ? webhook.path(part).deepCopy()
                : JsonNodeFactory.instance.objectNode();
        return webhook.path("format").asText().equals("form") && !described.has("body-format")
                ? described.put("body-format", "form") : described;
    }
}
