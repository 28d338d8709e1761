package dev.sluice.flow;

import io.quarkus.test.junit.TestProfile;

@TestProfile(OnPostgresql.class)
class DuplicatesOnPostgresqlFlowTest extends DuplicatesFlowTest {
}
