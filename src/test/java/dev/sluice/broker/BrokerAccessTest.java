package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigProblem;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which settings let somebody into the broker whom nobody meant. */
class BrokerAccessTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost", "::1", "[::1]", "0:0:0:0:0:0:0:1",
            "::ffff:127.0.0.1"})
    void thisMachineNeedsNoUser(String host) {
        assertThatCode(() -> embedded(host, false, null, null)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "0", "::", "[::]", "0:0:0:0:0:0:0:0", "::ffff:0.0.0.0", "10.0.0.1",
            "192.168.1.7", "169.254.1.1",
            "fe80::1", "8.8.8.8", "no.such.host.invalid"})
    void whatOthersReachNeedsAUserOrAWord(String host) {
        assertThatThrownBy(() -> embedded(host, false, null, null)).isInstanceOf(ConfigProblem.class)
                .hasMessageContainingAll("sluice.broker.host", host, "sluice.broker.username",
                        "sluice.broker.open-to-all=true");
        assertThatCode(() -> embedded(host, true, null, null)).doesNotThrowAnyException();
        assertThatCode(() -> embedded(host, false, "sluice", "secret")).doesNotThrowAnyException();
    }

    @Test
    void aNameThatLeadsBeyondThisMachineIsOneOfThem() throws UnknownHostException {
        String own = InetAddress.getLocalHost().getHostName();
        boolean here = InetAddress.getByName(own).isLoopbackAddress() && InetAddress.getAllByName(own).length == 1;
        if (here) {
            assertThatCode(() -> embedded(own, false, null, null)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> embedded(own, false, null, null)).isInstanceOf(ConfigProblem.class);
        }
    }

    /**
     * A blank stands as ~ here, nothing as nothing; the same with the embedded broker, an external one, and where all
     * are let in.
     */
    @ParameterizedTest
    @CsvSource({"sluice,,password", "sluice,~,password", "sluice,~~~,password", ",secret,username", "~,secret,username",
            "~,,username", ",~,username"})
    void halfAUserIsNone(String username, String password, String named) {
        for (boolean openToAll : new boolean[]{false, true}) {
            assertThatThrownBy(() -> embedded("127.0.0.1", openToAll, blank(username), blank(password)))
                    .isInstanceOf(ConfigProblem.class).hasMessageStartingWith("setting sluice.broker." + named + ": ");
        }
        assertThatThrownBy(() -> external("tcp://broker:61616", blank(username), blank(password)))
                .isInstanceOf(ConfigProblem.class).hasMessageStartingWith("setting sluice.broker." + named + ": ");
    }

    @ParameterizedTest
    @CsvSource({"sluice,sluice", "Sluice,sluice", "artemis,ARTEMIS"})
    void thePasswordIsNotTheName(String username, String password) {
        assertThatThrownBy(() -> embedded("127.0.0.1", false, username, password)).isInstanceOf(ConfigProblem.class)
                .hasMessageStartingWith("setting sluice.broker.password: ")
                .hasMessageNotContaining("'" + password + "'");
        // What an external broker takes is its operator's matter.
        assertThatCode(() -> external("tcp://broker:61616", username, password)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://broker:61616", "tcp://broker", "ssl://10.0.0.1:61617?trustStorePath=/a;b=c",
            "tcp://[::1]:61616", "SSL://broker:61617",
            "(tcp://one:61616,tcp://two:61616)", "(tcp://one:61616,tcp://two:61616)?ha=true&trustStorePassword=x",
            "tcp://127.0.0.1:1?trustStorePassword=unsaid"})
    void anAddressIsTaken(String url) {
        assertThat(external(url, "sluice", "secret").url()).contains(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://sluice:geheim@broker:61616", "tcp://sluice@broker",
            "(tcp://one:61616,tcp://a:geheim@two:61616)",
            "tcp://broker:61616?user=sluice&password=geheim", "tcp://broker?password=geheim",
            "tcp://broker?ha=true;user=x",
            "tcp://broker?ha=true&Password=geheim", "(tcp://one:1)?username=x"})
    void aUserInTheAddressIsRefusedAndNotRepeated(String url) {
        assertThatThrownBy(() -> external(url, "sluice", "secret")).isInstanceOf(ConfigProblem.class)
                .hasMessageStartingWith("setting sluice.broker.url: ").hasMessageContaining("sluice.broker.password")
                .hasMessageNotContaining("geheim");
    }

    @ParameterizedTest
    @ValueSource(strings = {"~", "~~", "broker:61616", "tcp://", "tcp://:61616", "tcp:///x", "vm://0", "(vm://0)",
            "http://broker", "()", "tcp://bro ker"})
    void whatIsNoAddressIsRefused(String url) {
        assertThatThrownBy(() -> external(blank(url), null, null)).isInstanceOf(ConfigProblem.class)
                .hasMessageStartingWith("setting sluice.broker.url: ").hasMessageContaining("tcp://broker:61616");
    }

    private static String blank(String text) {
        return text == null ? null : text.replace('~', ' ');
    }

    private static BrokerAccess embedded(String host, boolean openToAll, String username, String password) {
        return new BrokerAccess(true, host, openToAll, Optional.empty(), Optional.ofNullable(username),
                Optional.ofNullable(password));
    }

    private static BrokerAccess external(String url, String username, String password) {
        return new BrokerAccess(false, "127.0.0.1", false, Optional.of(url), Optional.ofNullable(username),
                Optional.ofNullable(password));
    }
}
