package dev.sluice.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Caller.Answered;
import dev.sluice.given.Authority;
import dev.sluice.outcome.CannotSend;
import dev.sluice.outcome.Failures;
import dev.sluice.outcome.Failures.Reached;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.NotSent;
import dev.sluice.provider.Provider;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that go by a proxy: the provider is still who it should be, and a proxy that makes no way has sent nothing. */
class ProxyTest {

    private static final String HOST = "provider.test";

    @TempDir
    private Path folder;
    private final Map<String, String> settings = new HashMap<>();
    private Authority authority;
    private TlsProvider provider;
    private GivenProxy proxy;
    private Caller caller;

    @BeforeEach
    void start() throws Exception {
        authority = new Authority("ours");
        provider = TlsProvider.of(authority.issue(HOST).server(authority));
        proxy = new GivenProxy(provider.port());
        settings.put("trust-file", Files.writeString(folder.resolve("trust.pem"), authority.pem()).toString());
        settings.put("proxy", proxy.url());
    }

    @AfterEach
    void stop() throws Exception {
        if (caller != null) {
            caller.close();
        }
        proxy.close();
        provider.close();
    }

    @Test
    void aCallOverTlsGoesByAWayThatTheProxyMakes() throws Exception {
        call();
        for (int calls = 0; calls < 3; calls++) {
            assertThat(caller.call("https://" + HOST + "/pay").body()).isEqualTo("ok");
        }
        assertThat(proxy.heads()).as("one way, used again").hasSize(1);
        assertThat(proxy.heads().get(0)).startsWith("CONNECT " + HOST + ":443 HTTP/1.1\r\n")
                .doesNotContain("Authorization");
        assertThat(provider.asked()).hasSize(3);
    }

    @Test
    void theProvidersCertificateIsLookedAtBehindTheProxyToo() throws Exception {
        call();
        isNotSent(caller.call("https://other.test/pay"), "SSLHandshakeException");
        assertThat(proxy.heads()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"",
            "403 Forbidden", "502 Bad Gateway", "504 Gateway Timeout", "201 Created", "302 Found\r\nLocation: /"})
    void whereTheProxyMakesNoWayNothingWasSent(String refusal) throws Exception {
        proxy.answers(refusal);
        call();
        isNotSent(caller.call("https://" + HOST + "/pay"),
                "the proxy answers CONNECT with " + refusal.substring(0, 3));
        assertThat(proxy.heads()).as("it was asked once").hasSize(1);
        proxy.answers("200 OK");
        assertThat(caller.call("https://" + HOST + "/pay").body()).isEqualTo("ok");
    }

    @Test
    void norWhereItBreaksOffOrIsNotThere() throws Exception {
        proxy.saysNothing();
        call();
        isNotSent(caller.call("https://" + HOST + "/pay"), "");
        proxy.close();
        isNotSent(caller.call("https://" + HOST + "/pay"), "");
    }

    @Test
    void theProxyIsToldWhoCallsAndTheProviderIsNot() throws Exception {
        settings.put("proxy-username", "sluice");
        Path password = Files.writeString(folder.resolve("password"), "pässword:1\n");
        settings.put("proxy-password-file", password.toString());
        call();
        caller.call("https://" + HOST + "/pay");
        assertThat(proxy.heads()).hasSize(1);
        assertThat(proxy.heads().get(0)).contains("Proxy-Authorization: Basic " + basic("sluice:pässword:1"));
        assertThat(provider.asked().get(0).head()).doesNotContain("Proxy", "Authorization");
        Files.writeString(password, "another");
        caller.call("https://" + HOST + ":8443/pay");
        assertThat(proxy.heads().get(1)).contains("CONNECT " + HOST + ":8443",
                "Proxy-Authorization: Basic " + basic("sluice:another"));
        Files.delete(password);
        Answered without = caller.call("https://" + HOST + "/pay");
        assertThat(without.failure()).isInstanceOf(CannotSend.class).hasMessageContaining("proxy-password");
        assertThat(without.left()).isFalse();
    }

    /** Whether the proxy says it or the provider, nobody knows whether the call went on. */
    @ParameterizedTest
    @ValueSource(ints = {502, 504, 407, 200})
    void withoutTlsItsAnswerIsReadAsTheProvidersAndTheRequestHasLeft(int status) throws Exception {
        settings.put("plain-http", "true");
        settings.put("proxy-username", "sluice");
        settings.put("proxy-password", "secret");
        proxy.answers(status + " X\r\nProxy-Authenticate: Basic realm=\"x\"");
        call();
        Answered answered = caller.call("http://" + HOST + "/pay?a=1~");
        assertThat(answered.http()).isEqualTo(status);
        assertThat(answered.left()).isTrue();
        assertThat(proxy.heads()).as("it left once").hasSize(1);
        assertThat(proxy.heads().get(0)).startsWith("GET http://" + HOST + "/pay?a=1~ HTTP/1.1\r\n")
                .contains("Proxy-Authorization: Basic " + basic("sluice:secret"));
    }

    @Test
    void thisMachineAndWhatIsExceptedIsCalledStraight() throws Exception {
        try (RawProvider plain = new RawProvider()) {
            plain.answers("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\ndirect");
            settings.put("no-proxy", "nobody.test, .straight.test");
            settings.put("proxy-username", "sluice");
            Path password = Files.writeString(folder.resolve("password"), "s3cret");
            settings.put("proxy-password-file", password.toString());
            call();
            Files.delete(password);
            for (String host : new String[]{"127.0.0.1", "localhost", "LOCALHOST"}) {
                assertThat(caller.call("http://" + host + ":" + plain.port() + "/").body()).as(host)
                        .isEqualTo("direct");
            }
            isNotSent(caller.call("https://a.straight.test/"), "UnknownHostException");
            isNotSent(caller.call("https://straight.test/"), "UnknownHostException");
            assertThat(proxy.heads()).isEmpty();
            Files.writeString(password, "s3cret");
            caller.call("https://notstraight.test/");
            assertThat(proxy.heads()).hasSize(1);
        }
    }

    private static void isNotSent(Answered answered, String why) {
        assertThat(answered.failure()).isInstanceOf(NotSent.class);
        assertThat(answered.left()).isFalse();
        assertThat(Failures.outcome(answered.failure(), Reached.NOTHING, "").kind()).isEqualTo(Kind.NOT_SENT);
        assertThat(Failures.outcome(answered.failure(), Reached.NOTHING, "").why().message()).contains(why);
    }

    private static String basic(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "\r\n";
    }

    private void call() throws IOException {
        Provider known = ProviderTlsTest.provider(folder, settings);
        caller = new Caller(new ProviderConnections(new SimpleMeterRegistry(), name -> known, Clock.systemUTC()));
    }
}
