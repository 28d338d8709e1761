package dev.sluice.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Map;

/** All doubles, and what they share: the record at {@code /sandbox/effects} and the help at {@code /sandbox/}. */
final class Doubles {

    static final String PREFIX = "/sandbox/";

    private static final long MAX_BODY = 64 * 1024;

    private final Effects effects;
    private final String receiver;
    private final List<ProviderDouble> doubles;

    Doubles(SandboxSettings settings) {
        receiver = settings.webhooks();
        effects = new Effects(settings.clock());
        WebhookSender webhooks = new WebhookSender(settings.webhooks(), effects);
        doubles = List.of(
                new HambitDouble(settings, effects, webhooks),
                new AeternaDouble(settings, effects, webhooks),
                new HtpDouble(settings, effects),
                new MessagehubDouble(settings, effects),
                new AuthtoolDouble(settings, effects));
    }

    Effects effects() {
        return effects;
    }

    List<ProviderDouble> all() {
        return doubles;
    }

    /** Of one provider; empty where there is no double of it. */
    Map<String, String> credentials(String provider) {
        return doubles.stream().filter(one -> one.provider().equals(provider)).findFirst()
                .map(ProviderDouble::credentials).orElse(Map.of());
    }

    void mount(Router router, Vertx vertx) {
        router.get(PREFIX).handler(context -> Answer.ok(help()).send(context));
        router.get(PREFIX + "effects").handler(new EffectsPage(effects)::show);
        for (ProviderDouble one : doubles) {
            Router own = Router.router(vertx);
            own.route().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY));
            one.mount(own);
            router.route(PREFIX + one.provider() + "/*").subRouter(own);
        }
    }

    private ObjectNode help() {
        ObjectNode help = Answer.object();
        help.put("what", "Doubles of providers: nothing here is real. See effects for what happened.");
        help.put("telling", "sandbox:<what>[:<number>], several with a comma between; what follows a space is ignored");
        help.put("webhooks", receiver.isEmpty()
                ? "none is sent, and webhook-forged and the like do nothing: SLUICE_SANDBOX_WEBHOOKS=true has them sent"
                        + " to this Sluice"
                : "sent to " + receiver + "/webhooks");
        ObjectNode what = help.putObject("faults");
        for (Mischief fault : Mischief.values()) {
            what.put(fault.text, fault.help);
        }
        MobileFaults.TABLE.forEach(help.putObject("mobiles")::put);
        CardFaults.TABLE.forEach(help.putObject("cards")::put);
        Inputs.all().forEach(input -> help.withArray("/inputs").addObject().put("field", input.field())
                .put("value", input.value()).put("does", input.does()).put("outcome", input.outcome())
                .set("request", input.request()));
        ObjectNode providers = help.putObject("providers");
        doubles.forEach(one -> one.help().forEach(providers.withObject("/" + one.provider())::put));
        ObjectNode credentials = help.putObject("credentials");
        doubles.forEach(one -> one.credentials().forEach(credentials.withObject("/" + one.provider())::put));
        return help;
    }
}
