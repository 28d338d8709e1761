package dev.sluice.sandbox;

import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** The client API of authtool, below {@code /client} of the real one. Data that does not decrypt is 400. */
final class AuthtoolDouble implements ProviderDouble {

    static final String TOKEN = "sandbox-package-token";
    static final String MAINTENANCE = "sandbox-package-maintenance";
    static final String STOPPED = "sandbox-package-stopped";
    static final String MISSING = "sandbox-package-missing";

    private static final List<String> CHECK = List.of("uid", "clientOS", "clientModel", "clientOSVersion");
    private static final List<String> LOGIN = List.of("uid", "key", "clientOS", "clientModel", "clientOSVersion");

    private final SandboxSettings settings;
    private final Effects effects;
    private final AuthtoolCipher cipher;
    private final AuthtoolAnswers answers;
    private final AuthtoolLicences licences;
    private final FaultyCalls calls = new FaultyCalls(status -> AuthtoolAnswers.message("as told"),
            Doubles.PREFIX + "hambit/ping");

    AuthtoolDouble(SandboxSettings settings, Effects effects) {
        this.settings = settings;
        this.effects = effects;
        this.cipher = new AuthtoolCipher(settings.aesMode(), AuthtoolCipher.KEY);
        this.answers = new AuthtoolAnswers(settings.aesMode());
        this.licences = new AuthtoolLicences(settings.clock());
    }

    @Override
    public String provider() {
        return "authtool";
    }

    @Override
    public Map<String, String> credentials() {
        return Map.of("package-token", TOKEN, "aes-key", AuthtoolCipher.KEY);
    }

    @Override
    public Map<String, String> help() {
        return Map.of("misbehaves", "uid; a device is known once it has logged in",
                "mode", settings.aesMode().toString(),
                "keys", AuthtoolLicences.KEY_OK + ", " + AuthtoolLicences.KEY_EXPIRED + " (ended 30 days ago), "
                        + AuthtoolLicences.KEY_FULL + " (409), " + AuthtoolLicences.KEY_DISABLED + " (400), others 404",
                "packages", TOKEN + ", " + MAINTENANCE + " (status 0), " + STOPPED + " (403), " + MISSING
                        + " (404), others 400");
    }

    @Override
    public void mount(Router router) {
        router.post("/package").handler(context -> withPackage(context, Set.of("token"),
                body -> answers.described(!MAINTENANCE.equals(body.text("token")), now()).send(context)));
        router.post("/check").handler(device(CHECK, this::check));
        router.post("/login").handler(device(LOGIN, this::login));
        router.route().handler(context -> AuthtoolAnswers.error(404, "Not found").send(context));
    }

    private Answer check(FlatBody data, Misbehaviour told) {
        return licences.of(data.needed("uid")).map(licence -> answers.checked(licence, now(), told))
                .orElseGet(() -> AuthtoolAnswers.error(404, "Device not found"));
    }

    private Answer login(FlatBody data, Misbehaviour told) {
        String uid = data.needed("uid");
        String key = data.needed("key");
        Optional<Answer> refusal = AuthtoolLicences.refusal(key);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (licences.activate(uid, key)) {
            effects.happened(provider(), Effects.DEVICE_ACTIVATED, uid, null, null);
        }
        return answers.loggedIn(licences.of(uid).orElseThrow(), now(), told);
    }

    private Handler<RoutingContext> device(List<String> members, BiFunction<FlatBody, Misbehaviour, Answer> effect) {
        return context -> withPackage(context, Set.of("token", "data"), body -> {
            Optional<FlatBody> data = body.string("data").flatMap(cipher::open).flatMap(FlatBody::parse);
            Optional<String> wrong = data.isEmpty() ? Optional.of("Data cannot be decrypted")
                    : wrong(data.get(), members);
            if (wrong.isPresent()) {
                AuthtoolAnswers.error(400, wrong.get()).send(context);
            } else {
                perform(context, data.get(), effect);
            }
        });
    }

    private void perform(RoutingContext context, FlatBody data, BiFunction<FlatBody, Misbehaviour, Answer> effect) {
        String uid = data.needed("uid");
        Misbehaviour told = Misbehaviour.ofRemark(uid).orElseThrow();
        if (told.has(Mischief.CODE)) {
            AuthtoolAnswers.error(told.number(Mischief.CODE), "as told").send(context);
        } else {
            calls.perform(context, told, context.request().path() + uid, () -> effect.apply(data, told));
        }
    }

    private static Optional<String> wrong(FlatBody data, List<String> members) {
        for (String name : members) {
            if (data.string(name).filter(text -> !text.isEmpty()).isEmpty()) {
                return Optional.of(name.equals("uid") ? "UID is required"
                        : name.equals("key") ? "Key is required" : name + " is required");
            }
        }
        return Misbehaviour.ofRemark(data.text("uid")).isEmpty() ? Optional.of("uid asks for an unknown misbehaviour")
                : data.names().stream().filter(name -> !members.contains(name)).map(name -> "no such member: " + name)
                        .findFirst();
    }

    private void withPackage(RoutingContext context, Set<String> members, Consumer<FlatBody> then) {
        Optional<FlatBody> body = FlatBody.of(context).filter(given -> given.names().equals(members));
        String token = body.flatMap(given -> given.string("token")).orElse("");
        switch (token) {
            case TOKEN, MAINTENANCE -> then.accept(body.orElseThrow());
            case STOPPED -> AuthtoolAnswers.error(403, "Package stopped by admin").send(context);
            case MISSING -> AuthtoolAnswers.error(404, "Package not found").send(context);
            default -> AuthtoolAnswers.error(400, body.isEmpty() ? "one flat JSON object with exactly "
                    + members.stream().sorted().toList() + " is required" : "Package token invalid").send(context);
        }
    }

    private Instant now() {
        return settings.clock().instant();
    }
}
