package dev.sluice.webhook;

import java.util.Locale;

/** Why a webhook is not taken. */
enum Refusal {

    NO_SUCH_ADDRESS(404, "at no account's address"),
    SIGNATURE(401, "with a signature that does not verify"),
    STALE(401, "with a time outside the window"),
    TOO_LARGE(413, "of more than 64 KiB"),
    ENCODING(415, "in an encoding that is not read"),
    NO_KEY(503, "whose key could not be had"),
    NOT_STORED(503, "while the broker did not take them"),
    NOT_ANSWERED(500, "without what their answer is made of, and were only stored"),
    MALFORMED(400, "that are no sound HTTP"),
    ABORTED(400, "that broke off");

    private final int status;
    private final String what;

    Refusal(int status, String what) {
        this.status = status;
        this.what = what;
    }

    /** What the provider is answered with. */
    int status() {
        return status;
    }

    /** As the log says it. */
    String what() {
        return what;
    }

    /** As a metric's label. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
