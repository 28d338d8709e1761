package dev.sluice.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * {@code GET /sandbox/effects}: {@code counts} by provider and kind, {@code doubled} (orders created more than once,
 * always empty), {@code resent} (mobiles sent an OTP, cards topped up or addresses sent a card more than once),
 * {@code attempts} (creates refused as duplicates) and {@code effects}, oldest first; {@code ?last=N} leaves out all
 * effects but the newest N.
 */
final class EffectsPage {

    private final Effects effects;

    EffectsPage(Effects effects) {
        this.effects = effects;
    }

    void show(RoutingContext context) {
        ObjectNode page = Answer.object();
        ObjectNode counts = page.putObject("counts");
        effects.counts().forEach((provider, kinds) -> kinds.forEach(counts.withObject("/" + provider)::put));
        repeated(page.putArray("doubled"), effects.doubled());
        repeated(page.putArray("resent"), effects.resent());
        repeated(page.putArray("attempts"), effects.attempts());
        ArrayNode list = page.putArray("effects");
        List<Effect> all = effects.all();
        all.subList(Math.max(0, all.size() - newest(context)), all.size()).forEach(effect -> list.addObject()
                .put("provider", effect.provider()).put("kind", effect.kind()).put("about", effect.about())
                .put("subject", effect.subject()).put("reference", effect.reference()).put("amount", effect.amount())
                .put("at", effect.at().toString()));
        Answer.ok(page).send(context);
    }

    private static int newest(RoutingContext context) {
        String last = context.request().getParam("last", "");
        return last.matches("\\d{1,9}") ? Integer.parseInt(last) : Integer.MAX_VALUE;
    }

    private static void repeated(ArrayNode list, List<Effects.Repeated> repeated) {
        repeated.forEach(one -> list.addObject().put("provider", one.provider()).put("kind", one.kind())
                .put("about", one.about()).put("subject", one.subject()).put("times", one.times()));
    }
}
