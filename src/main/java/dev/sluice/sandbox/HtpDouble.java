package dev.sluice.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** The part of htp's mobile API that Sluice uses, below {@code /api/v1} of the real one. */
final class HtpDouble implements ProviderDouble {

    private final Effects effects;
    private final HtpTokens tokens;
    private final HtpKeys keys;
    private final HtpOrders orders;
    private final HtpCards cards;
    private final FaultyCalls calls = new FaultyCalls(HtpAnswers::httpError, Doubles.PREFIX + "htp/info");

    HtpDouble(SandboxSettings settings, Effects effects) {
        this.effects = effects;
        this.tokens = new HtpTokens(settings);
        this.keys = new HtpKeys(settings.clock());
        this.orders = new HtpOrders(settings);
        this.cards = new HtpCards(effects, tokens, new HtpBodies(keys), orders, calls);
    }

    @Override
    public String provider() {
        return "htp";
    }

    @Override
    public Map<String, String> credentials() {
        return Map.of("agent-id", HtpTokens.AGENT_ID, "agent-secret", HtpTokens.AGENT_SECRET,
                "device-id", HtpTokens.DEVICE_ID, "user-id", HtpTokens.USER_ID);
    }

    @Override
    public Map<String, String> help() {
        return Map.of("misbehaves", "card_id ending in 999NN (see cards), a card request's address, and order_id of"
                + " /mobile_user/transactions",
                "invented", "the wrapper's cipher: X25519, HKDF-SHA256 (16-byte salt, info sluice-htp-v1, 32 bytes),"
                        + " AES-256-GCM as base64(nonce12 + ciphertext + tag16)",
                "statuses", "PENDING, then SUCCESS, FAILED or EXPIRED");
    }

    @Override
    public void mount(Router router) {
        router.post("/connect/token").handler(context -> with(context, FlatBody.of(context), this::connect));
        router.post("/sys/key-pair").handler(context -> with(context, FlatBody.of(context), this::keyPair));
        router.get("/info").handler(context -> HtpReads.info().send(context));
        router.get("/countries").handler(context -> HtpReads.countries().send(context));
        router.get("/sys/networks").handler(context -> HtpReads.networks().send(context));
        router.get("/mobile_user/agent-topup-rate").handler(admitted(context -> HtpReads.topUpRate().send(context)));
        router.get("/mobile_user/transactions").handler(admitted(this::transactions));
        router.post("/card-topup").handler(admitted(cards::topUp));
        router.post("/card-request").handler(admitted(cards::request));
        router.post("/payment-orders/paid").handler(
                admitted(context -> with(context, FlatBody.of(context), this::simulatePaid)));
        router.get("/payment-orders/").handler(
                admitted(context -> HtpAnswers.error(400, "merchant_order_sn is required").send(context)));
        router.get("/payment-orders/:sn").handler(admitted(this::paymentOrder));
        router.route().handler(context -> HtpAnswers.error(404, "no such route").send(context));
    }

    private void connect(RoutingContext context, FlatBody body) {
        tokens.refusal(context.request().headers(), body).orElseGet(() -> {
            effects.session(provider(), Effects.LOGIN);
            return HtpAnswers.success(200, tokens.issue());
        }).send(context);
    }

    private void keyPair(RoutingContext context, FlatBody body) {
        Optional<HtpKeys.Exchange> exchange = body.names().equals(Set.of("key"))
                ? body.string("key").flatMap(keys::exchange) : Optional.empty();
        exchange.map(made -> {
            effects.session(provider(), Effects.KEY_PAIR);
            ObjectNode data = Answer.object();
            ArrayNode key = data.putArray("server_pub_key");
            for (byte one : made.publicKey()) {
                key.add(one & 0xff);
            }
            return HtpAnswers.success(200, data.put("key_version", made.version()));
        }).orElseGet(() -> HtpAnswers.error(400, "Invalid request")).send(context);
    }

    private void simulatePaid(RoutingContext context, FlatBody body) {
        Optional<HtpOrder> found = body.string("merchant_order_sn").flatMap(orders::find);
        found.ifPresent(order -> {
            orders.pay(order);
            effects.happened(provider(), Effects.PAID_SIMULATED, order.merchantOrderSn(), null, null);
        });
        found.map(order -> HtpAnswers.success(200, Answer.object()))
                .orElseGet(() -> HtpAnswers.error(404, "payment order not found")).send(context);
    }

    private void paymentOrder(RoutingContext context) {
        Optional<HtpOrder> found = orders.find(context.pathParam("sn"));
        if (found.isPresent() && calls.takes(found.get().told(), Mischief.LOST_QUERY, found.get().merchantOrderSn())) {
            calls.reset(context);
        } else {
            found.map(order -> HtpAnswers.success(200,
                    HtpAnswers.paymentOrder(order, orders.status(order), orders.now())))
                    .orElseGet(() -> HtpAnswers.error(404, "payment order not found")).send(context);
        }
    }

    private void transactions(RoutingContext context) {
        String orderId = context.queryParams().get("order_id");
        Optional<Misbehaviour> told = Misbehaviour.ofRemark(orderId);
        if (told.isEmpty()) {
            HtpAnswers.error(400, "invalid parameter: order_id").send(context);
        } else {
            calls.perform(context, told.get(), "transactions " + orderId,
                    () -> HtpReads.transactions(context, orders));
        }
    }

    private Handler<RoutingContext> admitted(Handler<RoutingContext> then) {
        return context -> {
            if (tokens.admits(context.request().getHeader("Authorization"))) {
                then.handle(context);
            } else {
                HtpAnswers.error(401, "Authentication required").send(context);
            }
        };
    }

    private static void with(RoutingContext context, Optional<FlatBody> body,
            BiConsumer<RoutingContext, FlatBody> then) {
        body.ifPresentOrElse(present -> then.accept(context, present),
                () -> HtpAnswers.error(400, "one flat JSON object is required").send(context));
    }
}
