package dev.sluice.flow;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(TextsOfProvidersOnPostgresqlFlowTest.MeddledAnswers.class)
class TextsOfProvidersOnPostgresqlFlowTest extends TextsOfProvidersFlowTest {

    /** As {@link OnMeddledAnswers}, with a ledger that takes neither zeros nor half characters. */
    public static class MeddledAnswers extends OnMeddledAnswers {

        @Override
        String ledger() {
            return "postgresql";
        }
    }
}
