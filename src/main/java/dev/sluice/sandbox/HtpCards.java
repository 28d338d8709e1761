package dev.sluice.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** What htp does for money: every call that reaches its effect makes a payment order, the same one twice too. */
final class HtpCards {

    private static final String PROVIDER = "htp";
    private static final BigDecimal CARD_PRICE = new BigDecimal("10.00");

    private final Effects effects;
    private final HtpTokens tokens;
    private final HtpBodies bodies;
    private final HtpOrders orders;
    private final FaultyCalls calls;

    HtpCards(Effects effects, HtpTokens tokens, HtpBodies bodies, HtpOrders orders, FaultyCalls calls) {
        this.effects = effects;
        this.tokens = tokens;
        this.bodies = bodies;
        this.orders = orders;
        this.calls = calls;
    }

    void topUp(RoutingContext context) {
        withBody(context, this::topUp);
    }

    void request(RoutingContext context) {
        withBody(context, this::request);
    }

    private void topUp(RoutingContext context, FlatBody body) {
        Optional<String> wrong = HtpBodies.wrongTopUp(body).or(() -> wrongMethod(context, "agent_pay", "user_pay"));
        if (wrong.isPresent()) {
            HtpAnswers.error(400, "invalid parameter: " + wrong.get()).send(context);
            return;
        }
        String card = body.needed("card_id");
        Misbehaviour told = CardFaults.of(card);
        BigDecimal amount = new BigDecimal(body.needed("amount"));
        perform(context, told, card, () -> {
            HtpOrder order = orders.book(booked(amount, told), card, null, told);
            effects.happened(PROVIDER, Effects.CARD_TOPUP, card, order.merchantOrderSn(), body.needed("amount"));
            return created(HtpAnswers.topUp(order), told);
        });
    }

    private void request(RoutingContext context, FlatBody body) {
        Optional<String> wrong = HtpBodies.wrongCardRequest(body)
                .or(() -> wrongMethod(context, "agent-pay", "user-pay"));
        Optional<Misbehaviour> told = Misbehaviour.ofRemark(body.text("address"));
        if (wrong.isPresent() || told.isEmpty()) {
            HtpAnswers.error(400, "invalid parameter: " + wrong.orElse("address")).send(context);
            return;
        }
        String address = body.needed("address");
        perform(context, told.get(), address, () -> {
            HtpOrder order = orders.book(booked(CARD_PRICE, told.get()), null, body.needed("card_type"), told.get());
            effects.happened(PROVIDER, Effects.CARD_REQUEST, address, order.merchantOrderSn(), null);
            return created(HtpAnswers.cardRequest(order), told.get());
        });
    }

    private void perform(RoutingContext context, Misbehaviour told, String key, Supplier<Answer> effect) {
        if (calls.takes(told, Mischief.TOKEN_INVALID, key)) {
            tokens.revoke(context.request().getHeader("Authorization"));
            HtpAnswers.error(401, "Authentication required").send(context);
        } else if (told.has(Mischief.CODE)) {
            HtpAnswers.error(told.number(Mischief.CODE), "refused as told").send(context);
        } else {
            calls.perform(context, told, key, effect);
        }
    }

    private static Answer created(JsonNode data, Misbehaviour told) {
        return told.has(Mischief.CONTRADICT) ? HtpAnswers.error(500, "contradicted as told")
                : HtpAnswers.success(201, data);
    }

    private static BigDecimal booked(BigDecimal amount, Misbehaviour told) {
        return told.has(Mischief.WRONG_ECHO) ? amount.add(BigDecimal.ONE) : amount;
    }

    /** Printed with a hyphen on one page and an underscore on the other, and taken so. */
    private static Optional<String> wrongMethod(RoutingContext context, String... methods) {
        boolean right = context.queryParams().names().stream().allMatch("method"::equals)
                && context.queryParam("method").size() <= 1
                && Set.of(methods).containsAll(context.queryParam("method"));
        return right ? Optional.empty() : Optional.of("method");
    }

    private void withBody(RoutingContext context, BiConsumer<RoutingContext, FlatBody> then) {
        bodies.of(context).ifPresentOrElse(body -> then.accept(context, body),
                () -> HtpAnswers.error(400, "one flat JSON object is required, or its wrapper").send(context));
    }
}
