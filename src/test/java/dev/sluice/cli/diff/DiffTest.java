package dev.sluice.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cli.Ran;
import dev.sluice.given.Beside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code ./sluice diff} says of the shipped files, when one of them is edited. */
@Beside
class DiffTest {

    private static final Path SHIPPED = Path.of("").toAbsolutePath();

    @TempDir
    private Path folder;

    @BeforeEach
    void asShipped() throws IOException {
        for (String part : List.of("config", "routes")) {
            try (Stream<Path> files = Files.walk(Path.of(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.createDirectories(folder.resolve(file).getParent());
                    Files.copy(file, folder.resolve(file));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            config/providers/aeterna.yaml | lost: ask                    | lost: repeat                    | money | `aeterna: ``lost`` of payout becomes repeat (it is ask): a call whose answer is lost is made again (could be sent twice)`
            config/providers/hambit.yaml  | failed: ["32"]               | failed: []                      | money | `hambit: status ``32`` no longer fails (unlisted words stay unknown) (could end wrongly)`
            config/providers/hambit.yaml  | completed: ["8"]             | completed: ["8", "16"]          | money | `hambit: status ``16`` now completes (it was unknown) (could end wrongly)`
            config/providers/hambit.yaml  | `"4"]`                       | `]`                             | money | `hambit: status ``4`` no longer goes on (unlisted words stay unknown) (could end wrongly)`
            config/providers/hambit.yaml  | rate: 200                    | rate: 20                        | behaviour | hambit: rate 200 to 20
            config/providers/hambit.yaml  | no-such-order: []            | no-such-order: ["404"]          | money | hambit: code 404 says of an order that is asked about that there is none: it is sent again (could be sent twice)
            config/providers/hambit.yaml  | `    "300":`                 | `    "4003": {kind: refused}\n    "300":` | money | hambit: code 4003 becomes refused: the order ends as REJECTED (could end wrongly)
            config/providers/hambit.yaml  | kind: refused, category: AUTHORIZATION | kind: not-done, category: AUTHORIZATION | money | hambit: code 301 becomes not-done: the call is made again (it is refused) (could be sent twice)
            config/providers/hambit.yaml  | budget: 24h                  | budget: 1h                      | money | hambit: an order is asked about for 1h (1d until now), then left to people
            config/providers/hambit.yaml  | base-url: ""                 | base-url: https://other.example | money | hambit: calls go to https://other.example (to nothing until now) (could go elsewhere)
            config/providers/hambit.yaml  | algorithm: HMAC-SHA1         | algorithm: HMAC-SHA256          | money | hambit: requests are signed with HMAC-SHA256 (with HMAC-SHA1 until now)
            config/providers/hambit.yaml  | default: {}                  | default: {limits: {rate: 7}}    | behaviour | hambit: limits.rate of account default nothing to 7 (nothing is as the provider's)
            config/providers/hambit.yaml  | default: {}                  | `eu: {}`                        | money | hambit: account eu is new
            config/providers/hambit.yaml  | family: orders               | `family: orders\nminor-units: {EUR: 2}` | money | `hambit: amounts are now minor units: {"EUR":2} (could be another amount)`
            config/providers/hambit.yaml  | `echo: {requestId: .requestId, amount: .order.amount, ` | `echo: {requestId: .requestId, ` | money | hambit: the answer to fiat-to-crypto need no longer repeat amount (could end wrongly)
            config/providers/hambit.yaml  | remark: {type: string, maxLength: 255} | remark: {type: string} | behaviour | hambit: what a request of fiat-to-crypto may hold: operations.fiat-to-crypto.fields.properties.remark.maxLength 255 becomes nothing
            config/providers/hambit.yaml  | description: HamBit          | description: The HamBit         | rest | hambit: description: HamBit Exchange API
            config/routing.yaml           | provider: hambit             | provider: aeterna               | money | routing: orders of operation crypto-to-fiat or fiat-to-crypto or order-status now go to aeterna (to hambit until now) (could go elsewhere)
            config/routing.yaml           | `  - provider: messagehub`   | `  - when: {otp.mobile: "5"}\n    provider: messagehub` | money | routing: otp that no rule before is for have no rule any more (they go to messagehub) (could go elsewhere)
            routes/providers/hambit.camel.yaml | currencyAmount: .order.amount | currencyAmount: .order.remark | money | the route orders-hambit-fiat-to-crypto is others: step 1 `setBody` changed: expression.jq.expression
            routes/providers/hambit.camel.yaml | `        - to:\n            uri: direct:hambit-http\n` | `` | money | the route orders-hambit-call is others: step 2 `to` is gone
            routes/upkeep.camel.yaml      | `- route:`                   | `- route:\n    id: another\n    from: {uri: "direct:x", steps: []}\n- route:` | money | the route another is new
            """)
    void whatIsEditedIsToldInWords(String file, String from, String to, String weight, String line) throws IOException {
        edit(file, unescaped(from), unescaped(to));

        Ran ran = diff();
        assertThat(ran.exitCode()).as(ran.out() + ran.err()).isEqualTo(1);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().split("\n\n" + weight + "\n")[1].split("\n\n")[0].lines())
                .anySatisfy(told -> assertThat(told).startsWith("  " + line));
    }

    @Test
    void whatIsOnlyWrittenOtherwiseIsNoChange() throws IOException {
        edit("config/providers/hambit.yaml", "budget: 24h", "budget: 1440m # a day");
        edit("config/providers/hambit.yaml", "enabled: true\n", "");
        edit("config/providers/hambit.yaml", "progress: [\"1\", \"2\", \"4\"]", "progress: [\"4\", \"1\", \"2\"]");
        edit("config/providers/hambit.yaml", "factor: 2\n", "factor: 2.0\n");
        edit("config/routing.yaml", "[fiat-to-crypto, crypto-to-fiat, order-status]",
                "[order-status, crypto-to-fiat, fiat-to-crypto]");
        Files.move(folder.resolve("routes/upkeep.camel.yaml"), folder.resolve("routes/providers/upkeep.camel.yaml"));

        Ran ran = diff();
        assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.out()).startsWith("Nothing changes against ");
    }

    @Test
    void theOrderOfRulesCounts() throws IOException {
        String rule = "  - {when: {order.currency: EUR}, provider: aeterna}\n";
        String other = "  - {when: {order.currency: BRL}, provider: hambit}\n";
        edit("config/routing.yaml", "orders:\n", "orders:\n" + rule + other);
        Path turned = Files.createDirectory(folder.resolve("turned"));
        Files.createDirectories(turned.resolve("config/providers"));
        Files.writeString(turned.resolve("config/routing.yaml"),
                Files.readString(folder.resolve("config/routing.yaml")).replace(rule + other, other + rule));

        assertThat(diff().out()).contains("routing: orders of order.currency EUR now go to aeterna");
        Ran ran = Ran.run(SHIPPED, Map.of(), "", "diff", turned.toString(), "--against", folder.toString());
        assertThat(ran.out()).contains("routing: the rules of orders stand in another order: orders of order.currency"
                + " BRL; orders of order.currency EUR; ");
    }

    @Test
    void anAccountAnOperationAndAProviderThatAreGoneAreOneLineEach() throws IOException {
        edit("config/providers/hambit.yaml", "default: {}", "default: {}\n  eu: {}");
        Path before = folder.resolve("before");
        Files.createDirectories(before.resolve("config/providers"));
        String text = Files.readString(folder.resolve("config/providers/hambit.yaml"));
        Files.writeString(before.resolve("config/providers/hambit.yaml"), text);
        Files.writeString(before.resolve("config/providers/other.yaml"), text);
        Files.writeString(before.resolve("config/routing.yaml"), "");
        Path after = folder.resolve("after");
        Files.createDirectories(after.resolve("config/providers"));
        Files.writeString(after.resolve("config/routing.yaml"), "");
        Files.writeString(after.resolve("config/providers/hambit.yaml"), text.replace("  eu: {}\n", "")
                .replaceFirst("(?s)  order-status:.*(?=\nwebhook)", ""));

        Ran ran = Ran.run(SHIPPED, Map.of(), "", "diff", after.toString(), "--against", before.toString());
        assertThat(ran.out()).contains("3 changes", "hambit: account eu is gone: ",
                "hambit: operation order-status is gone: ", "provider other is gone: ");
    }

    @Test
    void noSecretIsShown() throws IOException {
        String secret = "a-secret-of-somebody";
        Files.writeString(folder.resolve("config/application.properties"), """
                sluice.providers.hambit.accounts.default.secret-key=%1$s
                sluice.broker.password=%1$s
                sluice.providers.hambit.limits.rate=20
                sluice.public-url=https://sluice.example
                """.formatted(secret));
        edit("config/providers/hambit.yaml", "family: orders", "headers: {X-Api-Key: " + secret + "}\nfamily: orders");

        for (Ran ran : List.of(diff(), diff("--json"))) {
            assertThat(ran.out()).doesNotContain(secret).contains("hambit: rate 200 to 20".substring(8),
                    "sluice.providers.hambit.accounts.default.secret-key is set", "sluice.broker.password is set",
                    "setting sluice.public-url: nothing becomes https://sluice.example",
                    "a header of every call: X-Api-Key nothing becomes ****");
        }
    }

    @Test
    void aProgramGetsBeforeAndAfter() throws IOException {
        edit("config/providers/hambit.yaml", "rate: 200", "rate: 20");

        JsonNode change = new ObjectMapper().readTree(diff("--json").out()).at("/changes/0");
        assertThat(change).isEqualTo(new ObjectMapper().readTree("""
                {"weight": "behaviour", "part": "provider", "provider": "hambit", "key": "limits.rate",
                 "before": 200, "after": 20, "text": "rate 200 to 20"}
                """));
    }

    @Test
    void whatCannotBeReadIsNeverCalledAlike() throws IOException {
        edit("config/providers/hambit.yaml", "rate: 200", "rat: 200");
        edit("routes/upkeep.camel.yaml", "- route:", "- route: {");

        Ran ran = diff();
        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.err()).contains("not compared: ", "limits.rat: is not a key", "upkeep.camel.yaml: is not YAML");
        assertThat(ran.out()).doesNotContain("is gone");
    }

    @Test
    void whereNothingCanBeComparedALineSaysWhy() {
        Ran nothingRan = Ran.run(folder, Map.of(), "", "diff");
        assertThat(nothingRan.exitCode()).isEqualTo(3);
        assertThat(nothingRan.err()).contains("sluice diff: there is no copy of what runs in ", "--against");
        Ran noFolder = Ran.run(folder, Map.of(), "", "diff", "--against", "nowhere");
        assertThat(noFolder.exitCode()).isEqualTo(2);
        assertThat(noFolder.err()).contains("sluice diff: there is no config/providers in ");
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n");
    }

    private Ran diff(String... more) {
        return Ran.run(SHIPPED, Map.of(), "", Stream
                .concat(Stream.of("diff", folder.toString(), "--against", SHIPPED.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    private void edit(String file, String from, String to) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(from);
        Files.writeString(path, text.replaceFirst(Pattern.quote(from),
                Matcher.quoteReplacement(to)));
    }
}
