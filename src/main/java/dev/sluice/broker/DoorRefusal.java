package dev.sluice.broker;

import java.util.Locale;

/** What the embedded broker does not take of its clients. */
enum DoorRefusal {

    TOO_LARGE("messages of more than 4 MiB"),
    DELIVERY_TIME("messages with a delivery time, which no outsider may set"),
    NO_QUEUE("messages or queues for a name that Sluice does not have and sluice.reply-to.allowed does not allow"),
    TOO_MANY_QUEUES("queues beyond sluice.reply-to.most"),
    NOT_DELETED("deletions of queues that Sluice needs"),
    COSTLY_SELECTOR("selectors that would hold a queue up"),
    NO_RIGHT("what the user has no right to"),
    NOT_STORED("messages that cannot be stored");

    private final String what;

    DoorRefusal(String what) {
        this.what = what;
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
