package dev.sluice.broker;

import java.util.Optional;
import java.util.Set;

/** Reply-to rules without a broker: only names that match the setting's default are known. */
public final class GivenReplyTo {

    private GivenReplyTo() {
    }

    public static ReplyTo byName() {
        return new ReplyTo(Optional.of("replies.*"), Set.of("orders", "otp", "licenses"), null,
                new ReplyQueues(1, "1m"));
    }
}
