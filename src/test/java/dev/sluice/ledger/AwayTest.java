package dev.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AwayTest {

    /** As the pool in use says it. */
    @Test
    void aPoolOutOfConnectionsIsADatabaseThatIsAway() throws SQLException {
        try (AgroalDataSource pool = AgroalDataSource.from(
                new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(settings -> settings.maxSize(1)
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl("jdbc:sqlite::memory:"))));
                Connection only = pool.getConnection()) {
            pool.getConfiguration().connectionPoolConfiguration().setAcquisitionTimeout(Duration.ofMillis(1));
            SQLException failure = catchThrowableOfType(SQLException.class, pool::getConnection);
            assertThat(only.isClosed()).isFalse();
            assertThat(Away.tells(failure)).as(failure.toString()).isTrue();
        }
    }

    @Test
    void whatTheDatabaseRefusesIsNone() {
        assertThat(Away.tells(new SQLException("no such table", "42P01"))).isFalse();
    }
}
