package dev.sluice.flow;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(OnShortForms.Postgresql.class)
class ShortFormsOnPostgresqlFlowTest extends ShortFormsFlowTest {
}
