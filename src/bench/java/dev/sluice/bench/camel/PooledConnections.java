package dev.sluice.bench.camel;

import dev.sluice.bench.program.Connections;
import dev.sluice.bench.program.ProgramSettings;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.SQLException;

/** Agroal's pool, with as many connections as the hand-written program holds. */
final class PooledConnections implements Connections {

    private final AgroalDataSource pool;

    PooledConnections(ProgramSettings settings) throws SQLException {
        this.pool = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(settings.connections())
                        .initialSize(settings.connections())
                        .connectionFactoryConfiguration(factory -> {
                            factory.jdbcUrl(settings.ledger());
                            if (!settings.ledgerUser().isEmpty()) {
                                factory.principal(new NamePrincipal(settings.ledgerUser()))
                                        .credential(new SimplePassword(settings.ledgerPassword()));
                            }
                            return factory;
                        })));
    }

    @Override
    public <T> T lend(Work<T> work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return work.on(connection);
        }
    }
}
