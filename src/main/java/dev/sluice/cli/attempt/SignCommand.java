package dev.sluice.cli.attempt;

import dev.sluice.call.DryRun;
import dev.sluice.cli.GivenFile;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.signing.Signature;
import dev.sluice.step.Step;
import dev.sluice.text.Shown;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice sign}: how the signature of a request comes about. */
@Command(name = "sign")
public final class SignCommand implements Callable<Integer> {

    private static final int SHOWN_OF_FINGERPRINT = 12;

    private final Surroundings surroundings;
    private final PrintStream out;

    @Mixin
    private WantedCall wanted = new WantedCall();
    @Option(names = "--at", paramLabel = "TIME")
    private @Nullable Instant at;
    @Option(names = "--nonce", paramLabel = "UUID")
    private @Nullable UUID nonce;

    @Option(names = "--expect", paramLabel = "SIG")
    private @Nullable String expect;

    public SignCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.out = surroundings.out();
    }

    @Override
    public Integer call() throws IOException {
        // One moment and one nonce, so that what is explained is what was signed.
        Clock clock = Clock.fixed(at == null ? Clock.systemUTC().instant() : at, ZoneOffset.UTC);
        String unique = (nonce == null ? UUID.randomUUID() : nonce).toString();
        Supplier<String> nonces = () -> unique;
        try (Attempt attempt = wanted.attempt(surroundings, clock, nonces)) {
            Step step = wanted.step(surroundings, attempt, wanted.ask);
            attempt.madeUp().forEach(name -> out.println("note: " + name + " is not set; a text in its place is used"));
            DryRun.Ran ran = attempt.call(step, Map.of());
            DryRun.SignedRequest signed = ran.signed().orElseThrow(() -> Problem.failed(ran.outcome() == null
                    ? "nothing is signed: the file of " + wanted.provider + " has no signature for this call."
                    : "nothing is signed: " + ran.outcome().why().message()));
            Signature.Explained explained = signed.signature().explain(signed.outgoing(),
                    attempt::credential, clock, nonces);
            tell("message", explained.message().length + " bytes; what nobody sees stands there as its escape");
            out.println("  " + ran.secrets().blanked(Visible.text(explained.message())));
            tell("algorithm", explained.algorithm());
            signed.signature().credentials().stream().sorted().forEach(name -> tell("credential", name + ", "
                    + fingerprint(attempt.credential(name))));
            signed.signed().headers().forEach((name, value) -> tell("header", name + ": "
                    + ran.secrets().blanked(Visible.text(value))));
            signed.signed().query().forEach((name, value) -> tell("query", name + "=" + ran.secrets()
                    .blanked(Visible.text(value))));
            if (!Arrays.equals(signed.signed().body(), signed.outgoing().body())) {
                tell("body", ran.secrets().blanked(Visible.text(signed.signed().body())));
            }
            if (expect != null) {
                return compared(attempt, signed, clock, nonces);
            }
        }
        return 0;
    }

    private int compared(Attempt attempt, DryRun.SignedRequest signed, Clock clock, Supplier<String> nonces) {
        boolean same = Stream.of(signed.signed().headers().values(), signed.signed().query().values())
                .flatMap(Collection::stream).anyMatch(value -> value.contains(String.valueOf(expect)));
        List<String> others = same ? List.of()
                : Signature.otherReadings(attempt.description(), signed.outgoing(), attempt::credential,
                        clock, nonces, String.valueOf(expect));
        tell("expected", same ? "it is the same" : others.isEmpty()
                ? "by no other reading of the file that was tried; look at the message, at the key, and at --at and --nonce"
                : "it is another reading's, namely with");
        others.forEach(other -> out.println("  " + Shown.line(other)));
        return same ? 0 : Problem.FAILED;
    }

    private void tell(String label, String text) {
        out.printf("%-10s %s%n", label, text);
    }

    /** By which two people see whether they have the same secret. */
    private static String fingerprint(String credential) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(credential.getBytes(StandardCharsets.UTF_8));
            return credential.length() + " characters, SHA-256 "
                    + HexFormat.of().formatHex(digest).substring(0, SHOWN_OF_FINGERPRINT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
