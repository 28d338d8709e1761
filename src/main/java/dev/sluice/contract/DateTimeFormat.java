package dev.sluice.contract;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Format;
import java.time.DateTimeException;
import java.time.OffsetDateTime;

/** The format {@code date-time}: what passes is sure to be readable as a {@link OffsetDateTime} afterwards. */
final class DateTimeFormat implements Format {

    @Override
    public String getName() {
        return "date-time";
    }

    @Override
    public boolean matches(ExecutionContext context, String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
