package dev.sluice.bench.program;

import com.fasterxml.jackson.databind.JsonNode;

/** What the provider says of one order. Anything that is none of these is no answer, and its message comes back. */
public record Answer(Kind kind, String reference, JsonNode order) {

    public enum Kind {
        ACCEPTED, UNDER_WAY, COMPLETED, FAILED, NO_SUCH_ORDER
    }
}
