package dev.sluice.flow;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(OnPostgresql.class)
class LaterLedgerOnPostgresqlFlowTest extends LaterLedgerFlowTest {

    @Override
    String database() {
        return "postgresql";
    }
}
