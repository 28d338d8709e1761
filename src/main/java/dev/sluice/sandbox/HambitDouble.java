package dev.sluice.sandbox;

import dev.sluice.sandbox.HambitOrder.Direction;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The Exchange API of hambit (5.1 to 5.5). Refusals come as HTTP 200 with the document's code in the body. An
 * externalOrderId seen before is refused with 300 and creates nothing; what the real one does is not documented.
 */
final class HambitDouble implements ProviderDouble {

    private static final String PARAMETER = "300";
    private static final String SIGNATURE = "307";
    private static final String NO_SUCH_ORDER = "404";
    private static final String DEPOSIT_ADDRESS = "TSandboxDepositAddressXXXXXXXXXXXX";

    private final SandboxSettings settings;
    private final Effects effects;
    private final WebhookSender webhooks;
    private final HambitGate gate;
    private final HambitOrders orders = new HambitOrders();
    private final FaultyCalls calls = new FaultyCalls(HambitAnswers::httpError, Doubles.PREFIX + "hambit/ping");

    HambitDouble(SandboxSettings settings, Effects effects, WebhookSender webhooks) {
        this.settings = settings;
        this.effects = effects;
        this.webhooks = webhooks;
        this.gate = new HambitGate(settings.clock());
    }

    @Override
    public String provider() {
        return "hambit";
    }

    @Override
    public Map<String, String> credentials() {
        return Map.of("access-key", HambitGate.ACCESS_KEY, "secret-key", HambitGate.SECRET_KEY);
    }

    @Override
    public Map<String, String> help() {
        return Map.of("misbehaves", "remark", "webhook", "hambit 5 names none: signed like a request, to the order's"
                + " notifyUrl where that is on this machine or at the receiver, else to /webhooks/hambit/default");
    }

    @Override
    public void mount(Router router) {
        router.get("/ping").handler(context -> Answer.ok(Answer.object().put("version", "1.0.1")
                .put("timestamp", settings.clock().millis())).send(context));
        router.post("/api/v3/exchange/fiat/to/wallet").handler(checked(HambitParameters.FIAT_TO_CRYPTO,
                (context, body) -> create(context, body, Direction.FIAT_TO_CRYPTO)));
        router.post("/api/v3/exchange/wallet/to/fiat").handler(checked(HambitParameters.CRYPTO_TO_FIAT,
                (context, body) -> create(context, body, Direction.CRYPTO_TO_FIAT)));
        router.post("/api/v3/exchange/query/exchange/orderinfo").handler(checked(HambitParameters.QUERY,
                (context, body) -> query(context, body, Direction.FIAT_TO_CRYPTO)));
        router.post("/api/v3/exchange/query/wallet/exchange/orderinfo").handler(checked(HambitParameters.QUERY,
                (context, body) -> query(context, body, Direction.CRYPTO_TO_FIAT)));
    }

    private Handler<RoutingContext> checked(HambitParameters parameters, BiConsumer<RoutingContext, FlatBody> then) {
        return context -> {
            Optional<FlatBody> body = FlatBody.of(context);
            if (body.isEmpty()) {
                refuse(PARAMETER, "one flat JSON object is required").send(context);
                return;
            }
            Optional<Answer> refusal = gate.refusal(context.request().headers(), body.get())
                    .map(why -> refuse(SIGNATURE, why))
                    .or(() -> parameters.refusal(body.get()).map(why -> refuse(PARAMETER, why)));
            refusal.ifPresentOrElse(answer -> answer.send(context), () -> then.accept(context, body.get()));
        };
    }

    private void create(RoutingContext context, FlatBody body, Direction direction) {
        String id = body.text("externalOrderId");
        Optional<Misbehaviour> told = Misbehaviour.ofRemark(body.text("remark"));
        if (told.isEmpty()) {
            refuse(PARAMETER, "remark asks for an unknown misbehaviour").send(context);
        } else if (orders.holds(id)) {
            refuseDuplicate(id).send(context);
        } else if (calls.takes(told.get(), Mischief.REFUSE, id)) {
            refuse(PARAMETER, "refused as told").send(context);
        } else if (told.get().has(Mischief.CODE)) {
            refuse(Integer.toString(told.get().number(Mischief.CODE)), "refused as told").send(context);
        } else {
            calls.performThen(context, told.get(), id,
                    () -> book(context.vertx(), body, direction, told.get()));
        }
    }

    private Future<Answer> book(Vertx vertx, FlatBody body, Direction direction, Misbehaviour told) {
        boolean buys = direction == Direction.FIAT_TO_CRYPTO;
        String id = body.text("externalOrderId");
        String amount = body.needed(buys ? "currencyAmount" : "tokenAmount");
        BigDecimal asked = new BigDecimal(amount);
        HambitOrder order = new HambitOrder(direction, orders.nextReference(direction, settings.clock().instant()), id,
                told.has(Mischief.WRONG_ECHO) ? asked.add(BigDecimal.ONE) : asked, body.needed("currencyType"),
                body.needed("tokenType"), body.needed("chainType"), buys ? body.needed("addressTo") : DEPOSIT_ADDRESS,
                body.text("remark"), body.text("notifyUrl"), settings.clock().instant(), told);
        if (!orders.book(order)) {
            return Future.succeededFuture(refuseDuplicate(id));
        }
        effects.order(provider(), order.about(), order.orderId(), amount);
        String url = webhooks.address(provider(), order.notifyUrl());
        return webhooks.follow(vertx, told,
                () -> !settings.clock().instant().isBefore(order.ends(settings.orderDuration())),
                () -> HambitCallback.of(order, url, settings.clock(), settings.orderDuration()),
                HambitCallback::acknowledged)
                .map(any -> HambitAnswers.created(order));
    }

    private void query(RoutingContext context, FlatBody body, Direction direction) {
        if (body.names().isEmpty()) {
            refuse(PARAMETER, "missing parameter: externalOrderId").send(context);
            return;
        }
        Optional<HambitOrder> found = orders.find(direction, body.text("externalOrderId"), body.text("orderId"));
        if (found.isEmpty()) {
            refuse(NO_SUCH_ORDER, "order not found").send(context);
        } else if (calls.takes(found.get().told(), Mischief.LOST_QUERY, found.get().orderId())) {
            calls.reset(context);
        } else {
            HambitAnswers.info(found.get(), settings.clock().instant(), settings.orderDuration()).send(context);
        }
    }

    private Answer refuseDuplicate(@Nullable String externalOrderId) {
        effects.refusedDuplicate(provider(), externalOrderId);
        return refuse(PARAMETER, "duplicate externalOrderId");
    }

    private static Answer refuse(String code, String why) {
        return Answer.ok(HambitAnswers.error(code, why));
    }
}
