package dev.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.watch.Watch;
import io.agroal.api.AgroalDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is started again after the answer to a commit was lost tells what became of it, once that is certain. */
class OtherRunTest {

    private static final SQLException LOST = new SQLException("lost");

    @TempDir
    private Path folder;

    @Test
    void whatWasCommittedIsToldByTheServerOnceItIsThereAgain() throws Exception {
        int port = made();
        try (AgroalDataSource pool = LedgerDatabase.server(port);
                Watch watch = new Watch("the ledger", () -> pool.getConnection().close())) {
            CommitMarks marks = new CommitMarks(pool, watch, Duration.ofMinutes(1));
            CommitMarks.Mark kept = marks.take();
            CommitMarks.Mark undone = marks.take();
            try (EmbeddedPostgres server = start(port, "");
                    Connection one = pool.getConnection();
                    Connection other = pool.getConnection()) {
                change(one, kept);
                one.commit();
                change(other, undone);
                server.close();
            }
            try (EmbeddedPostgres again = start(port, "")) {
                assertThat(marks.committed(kept, LOST)).isTrue();
                assertThat(marks.committed(undone, LOST)).isFalse();
            }
        }
    }

    /** A server that was started again shows it, and a standby that takes over would not. */
    @Test
    void whatItsStandbyDoesNotHaveIsNotCertain() throws Exception {
        int port = made();
        try (EmbeddedPostgres server = start(port, "nobody");
                AgroalDataSource pool = LedgerDatabase.server(port);
                Watch watch = new Watch("the ledger", () -> {});
                Connection connection = pool.getConnection()) {
            CommitMarks marks = new CommitMarks(pool, watch, Duration.ofSeconds(4));
            CommitMarks.Mark mark = marks.take();
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET synchronous_commit = local");
            }
            change(connection, mark);
            connection.commit();

            assertThatThrownBy(() -> marks.committed(mark, LOST)).isInstanceOf(LedgerUnavailable.InDoubt.class);
        }
    }

    /** The port of one that has the tables, and is ended. */
    private int made() throws IOException, SQLException {
        try (EmbeddedPostgres server = start(0, ""); AgroalDataSource pool = LedgerDatabase.server(server.getPort())) {
            Flyway.configure().dataSource(pool).locations(Tables.locations(false)).load().migrate();
            return server.getPort();
        }
    }

    private static void change(Connection connection, CommitMarks.Mark mark) throws SQLException {
        connection.setAutoCommit(false);
        new MarkedSql(connection, false, mark)
                .update("CREATE TABLE changed_" + mark.row().replace('-', '_') + " (id INT)");
    }

    private EmbeddedPostgres start(int port, String standby) throws IOException {
        return EmbeddedPostgres.builder().setPort(port).setDataDirectory(folder).setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofMinutes(2)).setServerConfig("synchronous_commit", "on")
                .setServerConfig("synchronous_standby_names", standby).start();
    }
}
