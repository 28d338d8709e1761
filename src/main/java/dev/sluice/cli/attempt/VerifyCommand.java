package dev.sluice.cli.attempt;

import dev.sluice.cli.GivenFile;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.provider.Account;
import dev.sluice.provider.Webhook;
import dev.sluice.signing.Incoming;
import dev.sluice.signing.Verdict;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice verify}: whether a delivery of a provider would be taken, and why it would not. */
@Command(name = "verify")
public final class VerifyCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(index = "0", paramLabel = "PROVIDER")
    private String provider;
    @Parameters(index = "1", paramLabel = "FILE", arity = "0..1")
    private @Nullable String file;
    @Option(names = "--account", paramLabel = "A", defaultValue = "default")
    private String account;
    @Option(names = "--header", paramLabel = "NAME: VALUE")
    private List<String> headers = List.of();
    @Option(names = "--query", paramLabel = "Q", defaultValue = "")
    private String query;
    @Option(names = "--at", paramLabel = "TIME")
    private @Nullable Instant at;

    public VerifyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Clock clock = at == null ? Clock.systemUTC() : Clock.fixed(at, ZoneOffset.UTC);
        try (Attempt attempt = Attempt.of(surroundings, provider, account, clock, () -> "")) {
            Webhook webhook = attempt.provider().webhook();
            if (webhook == null) {
                throw Problem.failed(provider + " has no webhook in its file.");
            }
            attempt.madeUp().forEach(
                    name -> surroundings.out().println("note: " + name + " is not set; a text in its place is used"));
            Account known = attempt.provider().account(account);
            byte[] body = file == null ? new byte[0] : new GivenFile(surroundings, file).bytes();
            Verdict verdict = webhook.signature().verify(
                    new Incoming(webhook.method(), "/webhooks/" + provider + "/" + account, query, given(), body),
                    known.good(), clock);
            surroundings.out().println(told(verdict));
            return verdict.valid() ? 0 : Problem.FAILED;
        }
    }

    private Map<String, String> given() {
        Map<String, String> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header : headers) {
            String[] parts = header.split(":", 2);
            if (parts.length < 2 || parts[0].isBlank()) {
                throw Problem.usage("\"" + header + "\" is no header; write --header \"NAME: VALUE\".");
            }
            given.merge(parts[0].strip(), parts[1].strip(), (first, next) -> first + ", " + next);
        }
        return given;
    }

    private static String told(Verdict verdict) {
        String outcome = verdict.outcome().name().toLowerCase(Locale.ROOT);
        return verdict.reason() != null ? outcome + ": " + verdict.reason()
                : outcome + (verdict.account() > 0 ? ", by the credentials of before a rotation" : "")
                        + ("message".equals(verdict.reading()) ? "" : ", by the alternative " + verdict.reading());
    }
}
