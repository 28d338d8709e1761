package dev.sluice.bench.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs beside Sluice neither lose nor double an order whose message comes back: else they had less to do. */
class RedeliveryTest {

    private static final String REQUEST = """
            {"requestId":"o-1","order":{"amount":"100.50","currency":"BRL","token":"USDT","network":"ETH",
             "address":"0x0C"},"metadata":{"tenant":"shop-7"}}""";
    private static final Poll POLL = new Poll("o-1", "m-1:poll", "R1", "{\"tenant\":\"shop-7\"}");
    private static final String CREATED = answer("\"chainType\":\"ETH\"");
    private static final String UNDER_WAY = answer("\"orderStatus\":2");
    private static final String COMPLETE = answer("\"orderStatus\":8");
    private static final String NO_SUCH_ORDER = "{\"code\":\"404\",\"success\":false,\"data\":null}";

    @TempDir
    private Path folder;

    private final Hambit hambit = new Hambit(
            new ProgramSettings("", "", "key", "secret", "", "", "", 1, 1, 1_000));
    private Connection connection;
    private OrderLedger ledger;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("bench.db"));
        ledger = new OrderLedger(new Connections() {
            @Override
            public <T> T lend(Work<T> work) throws SQLException {
                return work.on(connection);
            }
        });
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void anOrderIsCreatedAndAskedAboutUntilItIsDone() throws Exception {
        Step submission = submission("m-1");
        assertThat(path(submission)).isEqualTo(Hambit.CREATE);
        submission.answered(bytes(CREATED));
        assertPublished(submission, "ACCEPTED", 1, true);
        assertThat(submission.publication().poll()).contains(POLL);

        Step asking = asking();
        asking.answered(bytes(UNDER_WAY));
        assertThat(asking.publication().result()).isEmpty();
        assertThat(asking.publication().poll()).contains(POLL);

        Step last = asking();
        assertThat(path(last)).isEqualTo(Hambit.ASK);
        last.answered(bytes(COMPLETE));
        assertPublished(last, "COMPLETED", 2, false);
    }

    @Test
    void whatCameBackBeforeItsResultIsAskedAboutAndNotCreatedAgain() throws Exception {
        submission("m-1");

        Step again = submission("m-1");
        assertThat(path(again)).isEqualTo(Hambit.ASK);
        again.answered(bytes(UNDER_WAY));
        assertPublished(again, "ACCEPTED", 1, true);
    }

    @Test
    void whatCameBackAndNobodyHasIsCreated() throws Exception {
        submission("m-1");

        Step again = submission("m-1");
        again.answered(bytes(NO_SUCH_ORDER));
        assertThat(path(again)).isEqualTo(Hambit.CREATE);
        again.answered(bytes(CREATED));
        assertPublished(again, "ACCEPTED", 1, true);
    }

    @Test
    void whatCameBackAfterItsResultIsPublishedAgainAndCallsNothing() throws Exception {
        submission("m-1").answered(bytes(CREATED));

        Step again = submission("m-1");
        assertThat(again.question()).isEmpty();
        assertPublished(again, "ACCEPTED", 1, true);
    }

    @Test
    void anotherMessageOfTheSameOrderCallsNothing() throws Exception {
        submission("m-1");
        assertThatThrownBy(() -> submission("m-2")).isInstanceOf(IOException.class).hasMessage("o-1 is under way");
        submission("m-1").answered(bytes(UNDER_WAY));

        Step other = submission("m-2");
        assertThat(other.question()).isEmpty();
        assertPublished(other, "ACCEPTED", 1, false);
    }

    @Test
    void aPollThatCameBackAfterTheEndPublishesWhatItRecordedAndAnotherNothing() throws Exception {
        submission("m-1").answered(bytes(CREATED));
        asking().answered(bytes(COMPLETE));

        Step again = asking();
        again.answered(bytes(COMPLETE));
        assertPublished(again, "COMPLETED", 2, false);
        Step other = Asking.begin(ledger, hambit, new Poll("o-1", "m-9:poll", "R1", "null").text());
        other.answered(bytes(COMPLETE));
        assertThat(other.publication()).isEqualTo(Publication.NOTHING);
    }

    @Test
    void anAnswerOfAnotherOrderIsNone() throws Exception {
        Step submission = submission("m-1");

        assertThatThrownBy(() -> submission.answered(bytes(CREATED.replace("o-1", "o-2"))))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> asking().answered(bytes(answer("\"orderStatus\":16"))))
                .isInstanceOf(IOException.class);
        assertThat(ledger.claimed("o-1").newest()).isEmpty();
    }

    private Step submission(String message) throws IOException, SQLException {
        return Submission.begin(ledger, hambit, REQUEST, message);
    }

    private Step asking() throws IOException {
        return Asking.begin(ledger, hambit, POLL.text());
    }

    private static String path(Step step) {
        return step.question().orElseThrow().path();
    }

    private static void assertPublished(Step step, String status, int sequence, boolean followed) {
        assertThat(step.question()).isEmpty();
        Recorded result = step.publication().result().orElseThrow();
        assertThat(result.status()).isEqualTo(status);
        assertThat(result.sequence()).isEqualTo(sequence);
        assertThat(result.body()).contains("\"status\":\"" + status + "\"", "\"tenant\":\"shop-7\"");
        assertThat(step.publication().poll().isPresent()).isEqualTo(followed);
    }

    private static String answer(String more) {
        return "{\"code\":\"200\",\"success\":true,\"data\":{\"orderId\":\"R1\",\"externalOrderId\":\"o-1\"," + more
                + "}}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
