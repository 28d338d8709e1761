package dev.sluice.ledger;

import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The database server cannot be reached, and certainly nothing was written. */
final class Away extends Exception {

    Away(@Nullable String reason, Throwable cause) {
        super(reason, cause);
    }

    /**
     * Whether the failure, or one behind it, says that the server cannot be worked with now, not that it refused
     * something.
     */
    static boolean tells(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e && e.getSQLState() != null
                    && e.getSQLState().matches("08...|57P0[1-3]|53300|25006|25P03")) {
                return true;
            }
            boolean timeout = cause instanceof TimeoutException
                    || cause instanceof SQLException
                            && String.valueOf(cause.getMessage()).contains("acquisition timeout");
            if (timeout) {
                return true;
            }
        }
        return false;
    }
}
