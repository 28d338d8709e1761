package dev.sluice.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The OTP API v3 of messagehub. Paths are as printed, with or without their trailing slash; any other is 1007. A wrong
 * login and a refused refresh are answered like a wrong access token (401, 1009): the document has no other code.
 */
final class MessagehubDouble implements ProviderDouble {

    private static final String MOBILE = "[1-9]\\d{6,14}";

    private final Effects effects;
    private final MessagehubTokens tokens;
    private final MessagehubOtps otps;
    private final FaultyCalls calls = new FaultyCalls(MessagehubAnswers::httpError,
            Doubles.PREFIX + "messagehub/otp/v3/balance/");

    MessagehubDouble(SandboxSettings settings, Effects effects) {
        this.effects = effects;
        this.tokens = new MessagehubTokens(settings);
        this.otps = new MessagehubOtps(settings);
    }

    @Override
    public String provider() {
        return "messagehub";
    }

    @Override
    public Map<String, String> credentials() {
        return Map.of("username", MessagehubTokens.USERNAME, "password", MessagehubTokens.PASSWORD);
    }

    @Override
    public Map<String, String> help() {
        return Map.of("misbehaves", "mobile ending in 999NN when the OTP is sent, in 998NN when it is verified");
    }

    @Override
    public void mount(Router router) {
        router.post("/auth/").handler(context -> withBody(context, this::authenticate));
        router.post("/otp/v3/generate/").handler(context -> admitted(context, () -> withBody(context, this::generate)));
        router.postWithRegex("/otp/v3/validate/(?<id>[^/]+)").handler(context -> admitted(context,
                () -> withBody(context, this::validate)));
        router.get("/otp/v3/balance/").handler(context -> admitted(context, () -> balance(context)));
        router.route().handler(context -> MessagehubAnswers.error(MessagehubAnswers.NO_SUCH_URI).send(context));
    }

    private void authenticate(RoutingContext context, FlatBody body) {
        boolean login = "access_token".equals(body.text("type"));
        Set<String> names = login ? Set.of("type", "username", "password") : Set.of("type", "refresh_token");
        if (!login && !"refresh_token".equals(body.text("type")) || !hasStrings(body, names)) {
            unprocessable().send(context);
            return;
        }
        Optional<ObjectNode> issued = login ? tokens.login(body.needed("username"), body.needed("password"))
                : tokens.refresh(body.needed("refresh_token"));
        issued.ifPresent(any -> effects.session(provider(), login ? Effects.LOGIN : Effects.REFRESH));
        issued.map(payload -> MessagehubAnswers.success(200, payload))
                .orElseGet(() -> MessagehubAnswers.error(MessagehubAnswers.INVALID_TOKEN)).send(context);
    }

    private void generate(RoutingContext context, FlatBody body) {
        String mobile = body.string("mobile").orElse("");
        if (!mobile.matches(MOBILE)) {
            MessagehubAnswers.error(MessagehubAnswers.INVALID_MOBILE).send(context);
        } else if (!hasStrings(body, Set.of("mobile"))) {
            unprocessable().send(context);
        } else {
            perform(context, mobile, MobileFaults.SENDING, told -> send(mobile, told));
        }
    }

    private Answer send(String mobile, Misbehaviour told) {
        MessagehubOtps.Otp otp = otps.send(mobile);
        effects.otp(provider(), Effects.OTP_SENT, mobile, Long.toString(otp.id()), MessagehubOtps.COST.toPlainString());
        ObjectNode payload = Answer.object();
        if (!told.has(Mischief.NO_REFERENCE)) {
            payload.put("id", otp.id());
        }
        payload.put("mobile", told.has(Mischief.WRONG_ECHO) ? mobile.substring(0, mobile.length() - 1) + "0" : mobile)
                .put("cost", MessagehubOtps.COST.toPlainString()).put("valid_until", otp.until().getEpochSecond());
        return told.has(Mischief.CONTRADICT) ? new Answer(201, MessagehubAnswers.httpError(500))
                : MessagehubAnswers.success(201, payload);
    }

    private void validate(RoutingContext context, FlatBody body) {
        String mobile = body.string("mobile").orElse("");
        String pin = body.string("pin").orElse("");
        if (!mobile.matches(MOBILE)) {
            MessagehubAnswers.error(MessagehubAnswers.INVALID_MOBILE).send(context);
        } else if (!pin.matches("\\d{1,10}")) {
            MessagehubAnswers.error(MessagehubAnswers.INVALID_PIN_PARAMETER).send(context);
        } else if (!hasStrings(body, Set.of("pin", "mobile"))) {
            unprocessable().send(context);
        } else {
            perform(context, mobile, MobileFaults.VERIFYING,
                    told -> verify(context.pathParam("id"), mobile, pin, told));
        }
    }

    private Answer verify(String id, String mobile, String pin, Misbehaviour told) {
        Optional<Integer> refused = otps.verify(id, mobile, pin);
        if (refused.isPresent()) {
            return MessagehubAnswers.error(refused.get());
        }
        effects.otp(provider(), Effects.PIN_CONSUMED, mobile, id, null);
        return told.has(Mischief.CONTRADICT) ? new Answer(200, MessagehubAnswers.httpError(500))
                : MessagehubAnswers.success(200, TextNode.valueOf(""));
    }

    private void balance(RoutingContext context) {
        MessagehubAnswers.success(200, Answer.object().put("balance", otps.balance().toPlainString())).send(context);
    }

    private void perform(RoutingContext context, String mobile, String moment, Function<Misbehaviour, Answer> effect) {
        Misbehaviour told = MobileFaults.of(mobile, moment);
        String authorization = context.request().getHeader("Authorization");
        if (calls.takes(told, Mischief.TOKEN_INVALID, mobile)) {
            tokens.revokeAccess(authorization);
            MessagehubAnswers.error(MessagehubAnswers.INVALID_TOKEN).send(context);
        } else if (calls.takes(told, Mischief.REFRESH_REFUSED, mobile)) {
            tokens.revokeWithRefresh(authorization);
            MessagehubAnswers.error(MessagehubAnswers.INVALID_TOKEN).send(context);
        } else if (calls.takes(told, Mischief.BUSY, mobile)) {
            MessagehubAnswers.error(MessagehubAnswers.BUSY).send(context);
        } else if (told.has(Mischief.CODE)) {
            MessagehubAnswers.error(told.number(Mischief.CODE)).send(context);
        } else {
            calls.perform(context, told, moment + mobile, () -> effect.apply(told));
        }
    }

    private void admitted(RoutingContext context, Runnable then) {
        if (tokens.admits(context.request().getHeader("Authorization"))) {
            then.run();
        } else {
            MessagehubAnswers.error(MessagehubAnswers.INVALID_TOKEN).send(context);
        }
    }

    private static void withBody(RoutingContext context, BiConsumer<RoutingContext, FlatBody> then) {
        FlatBody.of(context).ifPresentOrElse(body -> then.accept(context, body),
                () -> new Answer(400, MessagehubAnswers.httpError(400)).send(context));
    }

    /** Exactly these members, each a JSON string. */
    private static boolean hasStrings(FlatBody body, Set<String> names) {
        return body.names().equals(names) && names.stream().allMatch(name -> body.string(name).isPresent());
    }

    private static Answer unprocessable() {
        return new Answer(422, MessagehubAnswers.httpError(422));
    }
}
