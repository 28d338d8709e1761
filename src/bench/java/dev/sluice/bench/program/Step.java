package dev.sluice.bench.program;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What one message makes a program do: calls while there is a question, then what is published. An exception ends it,
 * and the message has to come back.
 */
public interface Step {

    /** What the provider is to be asked now; empty where the step is done. */
    Optional<Question> question();

    /** @param body the provider's answer to the question, of an HTTP status that is a success */
    void answered(byte[] body) throws IOException, SQLException;

    /** Once no question is left. */
    Publication publication();
}
