package dev.sluice.broker;

/** Reply-to rules without a broker: only names that match the setting's default are known. */
public final class GivenReplyTo {

    private GivenReplyTo() {
    }

    public static ReplyTo byName() {
        return new ReplyTo("replies.*", null);
    }
}
