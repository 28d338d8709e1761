package dev.sluice.flow;

import com.fasterxml.jackson.databind.JsonNode;

/** A result as it was received. */
record Result(JsonNode body, Received message) {

    String id() {
        return body.path("requestId").asText(null);
    }

    int sequence() {
        return body.path("sequence").asInt();
    }

    String status() {
        return body.path("status").asText();
    }

    boolean isFinal() {
        return body.path("final").asBoolean();
    }

    boolean replayed() {
        return body.path("replayed").asBoolean();
    }

    String category() {
        return body.path("error").path("category").asText(null);
    }

    String code() {
        return body.path("error").path("code").asText(null);
    }

    String error() {
        return body.path("error").path("message").asText("");
    }

    String providerStatus() {
        return body.path("providerStatus").asText(null);
    }

    String reference() {
        return body.path("providerReference").asText(null);
    }

    JsonNode data() {
        return body.path("data");
    }

    /** A step of the request's history, and neither a replay nor a refusal outside of it. */
    boolean isStep() {
        return !replayed() && sequence() > 0;
    }

    /** Nothing follows by itself: it is final, or a person has to decide. */
    boolean isEnd() {
        return isFinal() || status().equals("UNRESOLVED");
    }
}
