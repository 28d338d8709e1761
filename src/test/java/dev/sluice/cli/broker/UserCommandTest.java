package dev.sluice.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Ran;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of a user, made from a password that is no argument. */
class UserCommandTest {

    private static final String PASSWORD = "correct horse battery";

    @TempDir
    Path folder;

    @Test
    void theLinesHaveTheHashAndNotThePassword() {
        Ran ran = user(PASSWORD + "\nanother line", "shop-7", "upstream");
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).matches("shop-7:\n  role: upstream\n  password: ENC\\(1024:[0-9A-F]+:[0-9A-F]+\\)\n");
        assertThat(ran.out() + ran.err()).doesNotContain("horse");
    }

    @Test
    void whatCannotBeAUserIsSaid() {
        assertThat(user(PASSWORD, "shop-7", "boss").err()).contains("upstream, operator or sluice");
        assertThat(user(PASSWORD, "shop 7", "upstream").err()).contains("letters");
        assertThat(user("short", "shop-7", "upstream").err()).contains("12 characters").doesNotContain("short");
        Ran none = user("", "shop-7", "upstream");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).contains("standard input");
    }

    @Test
    void anUpstreamSystemMayBeOfATenant() {
        assertThat(user(PASSWORD, "shop-7", "upstream", "--tenant", "acme").out())
                .startsWith("shop-7:\n  role: upstream\n  tenant: acme\n  password: ENC(");
        assertThat(user(PASSWORD, "shop-7", "upstream", "--tenant", "007").out()).contains("\n  tenant: \"007\"\n");
        assertThat(user(PASSWORD, "shop-7", "upstream", "--tenant", "no").out()).contains("\n  tenant: \"no\"\n");
        assertThat(user(PASSWORD, "ana", "operator", "--tenant", "acme").err()).contains("upstream alone");
        assertThat(user(PASSWORD, "shop-7", "upstream", "--tenant", "Acme/1").err()).contains("a-z");
    }

    private Ran user(String in, String... arguments) {
        return Ran.run(folder, Map.of(), in, Stream.concat(Stream.of("broker", "user"), Stream.of(arguments))
                .toArray(String[]::new));
    }
}
