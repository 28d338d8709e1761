package dev.sluice.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import dev.sluice.signing.CannotSign;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.CamelExecutionException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.ProtocolException;
import org.junit.jupiter.api.Test;

class FailuresTest {

    private static final List<IOException> BEFORE_THE_FIRST_BYTE = List.of(new ConnectException("refused"),
            new ConnectTimeoutException("slow"), new UnknownHostException("hambit.test"),
            new SSLHandshakeException("not trusted"));

    private static final List<Exception> AFTER_IT_MAY_HAVE_LEFT = List.of(new SocketTimeoutException("Read timed out"),
            new NoHttpResponseException("failed to respond"), new SocketException("Connection reset"),
            new SocketException("Broken pipe"),
            new ConnectionClosedException("closed"), new EOFException(), new SSLException("closed"),
            new IOException("?"),
            new SSLHandshakeException("an alert in the place of an answer"), new ConnectException("?"),
            new IllegalStateException("?"));

    @Test
    void whatEndsBeforeTheFirstByteWasNotSent() {
        for (IOException failure : BEFORE_THE_FIRST_BYTE) {
            assertKind(new NotSent(failure), false, Kind.NOT_SENT, Category.UNAVAILABLE);
            assertKind(new CamelExecutionException("wrapped", null, new RuntimeException(new NotSent(failure))), false,
                    Kind.NOT_SENT, Category.UNAVAILABLE);
        }
    }

    @Test
    void aTimeoutAfterSendingIsUnknownNotFailed() {
        for (Exception failure : AFTER_IT_MAY_HAVE_LEFT) {
            assertKind(failure, true, Kind.UNKNOWN, Category.OUTCOME_UNKNOWN);
            assertKind(new RuntimeException(failure), true, Kind.UNKNOWN, Category.OUTCOME_UNKNOWN);
        }
    }

    @Test
    void whatFailsBeforeARequestLeftWasNotSentWhateverItIs() {
        assertKind(new IllegalStateException("no path is configured"), false, Kind.NOT_SENT, Category.CONFIGURATION);
        assertKind(new SocketTimeoutException("of the login"), false, Kind.NOT_SENT, Category.UNAVAILABLE);
    }

    @Test
    void whatCannotBeSentIsTheRequestsFaultAndToldAsItIs() {
        for (RuntimeException failure : List.of(new CannotSend("X-A", "is empty"), new CannotSign("X-A", "is empty"))) {
            assertKind(new RuntimeException(failure), false, Kind.REFUSED, Category.VALIDATION);
            assertThat(Failures.isOfFlow(failure)).isFalse();
            assertThat(Failures.outcome(failure, Failures.Reached.NOTHING, "").why().message())
                    .isEqualTo("X-A: is empty");
        }
    }

    /**
     * A flow may make several calls: once one has left, nothing that happens to the next says that nothing happened.
     */
    @Test
    void whatFailsAfterARequestLeftIsUnknownWhateverItIs() {
        for (Throwable failure : List.of(new NotSent(new ConnectException("refused")),
                new CannotSign("remark", "is empty"), new CannotSend("X-A", "is empty"),
                new IllegalStateException("?"))) {
            assertKind(failure, true, Kind.UNKNOWN, Category.OUTCOME_UNKNOWN);
        }
    }

    @Test
    void anAnswerThatIsNoHttpIsTheProvidersAndAnAnswerThatCannotBeMappedTheFlows() {
        assertThat(Failures.isOfFlow(new ClientProtocolException(new ProtocolException("?")))).isFalse();
        assertThat(Failures.isOfFlow(new RuntimeException(new NoHttpResponseException("?")))).isFalse();
        assertThat(Failures.isOfFlow(new RuntimeException(new JsonParseException(null, "?")))).isTrue();
        assertThat(Failures.isOfFlow(new NullPointerException())).isTrue();
    }

    @Test
    void whatTheFlowDidIsToldWithItsPlaceAndWithoutTheExceptionsText() {
        Throwable failure = new RuntimeException(new IllegalStateException("pin 059647"));
        assertThat(Failures.outcome(failure, Failures.Reached.NOTHING, " in route r, step s").error().message())
                .isEqualTo("not sent: the request could not be made in route r, step s: IllegalStateException");
        assertThat(Failures.outcome(failure, Failures.Reached.ANSWER, " in route r, step s").error().message())
                .isEqualTo("an answer came and could not be put into Sluice's words in route r, step s:"
                        + " IllegalStateException");
    }

    @Test
    void whatCannotBeSignedIsRefused() {
        CannotSign refused = new CannotSign("remark", "holds a reserved character");
        assertKind(new RuntimeException(refused), false, Kind.REFUSED, Category.VALIDATION);
    }

    @Test
    void aKeyThatCannotBeReadEndsNoOrder() {
        CannotSign key = CannotSign.key("credential:secret-key", "is not a private key for RSA-SHA256");
        assertKind(new RuntimeException(key), false, Kind.NOT_SENT, Category.CONFIGURATION);
        assertThat(Failures.isOfFlow(key)).isFalse();
        assertThat(Failures.outcome(key, Failures.Reached.NOTHING, "").why().message())
                .isEqualTo("not sent: credential:secret-key: is not a private key for RSA-SHA256");
    }

    @Test
    void aFailureTellsItsKindAndNothingOfItsText() {
        String text = Failures.outcome(new SocketTimeoutException("https://user:secret@hambit.test/31612345678"),
                Failures.Reached.PROVIDER, "").error().message();
        assertThat(text).contains("SocketTimeoutException").doesNotContain("secret").doesNotContain("31612345678");
    }

    private static void assertKind(Throwable failure, boolean left, Kind kind, Category category) {
        Outcome outcome = Failures.outcome(failure, left ? Failures.Reached.PROVIDER : Failures.Reached.NOTHING, "");
        assertThat(outcome.kind()).as("%s", failure).isEqualTo(kind);
        assertThat(outcome.error().category()).isEqualTo(category);
    }
}
