package dev.sluice.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * The merchant API of aeterna. Its headers are the document's and are held to it; its paths, bodies, answers and codes
 * are made up here, since the document has none, and an order_id is good once.
 */
final class AeternaDouble implements ProviderDouble {

    private final SandboxSettings settings;
    private final Effects effects;
    private final WebhookSender webhooks;
    private final AeternaGate gate;
    private final Map<String, AeternaOrder> orders = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong(1000);
    private final FaultyCalls calls = new FaultyCalls(AeternaAnswers::httpError, Doubles.PREFIX + "hambit/ping");

    AeternaDouble(SandboxSettings settings, Effects effects, WebhookSender webhooks) {
        this.settings = settings;
        this.effects = effects;
        this.webhooks = webhooks;
        this.gate = new AeternaGate(settings.clock());
    }

    @Override
    public String provider() {
        return "aeterna";
    }

    @Override
    public Map<String, String> credentials() {
        return Map.of("public-token", AeternaGate.PUBLIC_TOKEN, "secret-token", AeternaGate.SECRET_TOKEN,
                "email", AeternaGate.EMAIL);
    }

    @Override
    public Map<String, String> help() {
        return Map.of("invented", "aeterna documents headers and no path, body or answer: all here is made up",
                "paths", "POST /payin, /payout (order_id, amount, currency, any flat text), /status (order_id),"
                        + " /balance, /statistics, /disputes",
                "misbehaves", "note", "statuses", "created, processing, then success or failed",
                "codes", "invalid, duplicate, refused, not_found (400), unauthorized (401)",
                "webhook", "to /webhooks/aeterna/default: order_id, id, status, amount, currency");
    }

    @Override
    public void mount(Router router) {
        router.post("/payin").handler(checked((context, body) -> create(context, body, "payin")));
        router.post("/payout").handler(checked((context, body) -> create(context, body, "payout")));
        router.post("/status").handler(checked(this::status));
        router.post("/balance").handler(checked((context, body) -> read(context, body, AeternaAnswers::balance)));
        router.post("/statistics").handler(checked(
                (context, body) -> read(context, body, () -> AeternaAnswers.statistics(orders.values()))));
        router.post("/disputes").handler(checked((context, body) -> read(context, body, AeternaAnswers::disputes)));
        router.route().handler(context -> invalid("no such path, or not POST").send(context));
    }

    private Handler<RoutingContext> checked(BiConsumer<RoutingContext, FlatBody> then) {
        return context -> {
            Optional<String> stranger = gate.refusal(context.request().headers());
            Optional<FlatBody> body = FlatBody.of(context);
            if (stranger.isPresent()) {
                AeternaAnswers.error(401, "unauthorized", stranger.get()).send(context);
            } else if (!AeternaGate.accepts(context.request().getHeader("Accept"))) {
                invalid("Accept must be application/json, text/plain").send(context);
            } else if (body.isEmpty()) {
                invalid("one flat JSON object is required").send(context);
            } else if (Misbehaviour.ofRemark(body.get().text("note")).isEmpty()) {
                invalid("note asks for an unknown misbehaviour").send(context);
            } else {
                then.accept(context, body.get());
            }
        };
    }

    private void create(RoutingContext context, FlatBody body, String kind) {
        Misbehaviour told = Misbehaviour.ofRemark(body.text("note")).orElseThrow();
        Optional<String> wrong = AeternaParameters.wrong(body);
        if (wrong.isPresent()) {
            invalid("invalid parameter: " + wrong.get()).send(context);
            return;
        }
        String id = body.needed("order_id");
        if (orders.containsKey(id)) {
            refuseDuplicate(id).send(context);
        } else if (calls.takes(told, Mischief.REFUSE, id)) {
            AeternaAnswers.error(400, "refused", "refused as told").send(context);
        } else if (told.has(Mischief.CODE)) {
            AeternaAnswers.error(400, Integer.toString(told.number(Mischief.CODE)), "refused as told").send(context);
        } else {
            calls.performThen(context, told, id, () -> book(context.vertx(), body, kind, told));
        }
    }

    private Future<Answer> book(Vertx vertx, FlatBody body, String kind, Misbehaviour told) {
        BigDecimal asked = new BigDecimal(body.needed("amount"));
        // A name that none has had before a restart.
        String name = "AET-" + settings.clock().millis() + "-" + last.incrementAndGet();
        AeternaOrder order = new AeternaOrder(kind, name, body.needed("order_id"),
                told.has(Mischief.WRONG_ECHO) ? asked.add(BigDecimal.ONE) : asked, body.needed("currency"),
                settings.clock().instant(), told);
        if (orders.putIfAbsent(order.orderId(), order) != null) {
            return Future.succeededFuture(refuseDuplicate(order.orderId()));
        }
        effects.order(provider(), order.orderId(), order.id(), body.needed("amount"));
        return webhooks.follow(vertx, told, () -> order.isOver(settings.clock().instant(), settings.orderDuration()),
                () -> AeternaWebhook.of(order, webhooks.address(provider())), AeternaWebhook::acknowledged)
                .map(any -> told.has(Mischief.CONTRADICT)
                        ? Answer.ok(AeternaAnswers.errorBody("internal", "contradicted as told"))
                        : AeternaAnswers.order(order, "created", !told.has(Mischief.NO_REFERENCE)));
    }

    private void status(RoutingContext context, FlatBody body) {
        AeternaOrder order = orders.get(body.string("order_id").orElse(""));
        if (!body.names().equals(Set.of("order_id"))) {
            invalid("order_id is required, and nothing else").send(context);
        } else if (order == null) {
            AeternaAnswers.error(400, "not_found", "order not found").send(context);
        } else if (calls.takes(order.told(), Mischief.LOST_QUERY, order.orderId())) {
            calls.reset(context);
        } else {
            AeternaAnswers.order(order, order.status(settings.clock().instant(), settings.orderDuration()), true)
                    .send(context);
        }
    }

    private void read(RoutingContext context, FlatBody body, Supplier<Answer> answer) {
        calls.perform(context, Misbehaviour.ofRemark(body.text("note")).orElseThrow(),
                context.request().path() + body.text("note"), answer);
    }

    private Answer refuseDuplicate(String orderId) {
        effects.refusedDuplicate(provider(), orderId);
        return AeternaAnswers.error(400, "duplicate", "order_id used before");
    }

    private static Answer invalid(String why) {
        return AeternaAnswers.error(400, "invalid", why);
    }
}
