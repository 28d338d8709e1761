package dev.sluice.sandbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that really happened at a double, as money or a text message would have.
 *
 * @param kind      {@code order-created}, {@code otp-sent}, {@code pin-consumed}, {@code login}, {@code refresh},
 *                  {@code key-pair}, {@code card-topup}, {@code card-request}, {@code paid-simulated},
 *                  {@code device-activated}, {@code webhook-sent} (each try) or {@code webhook-acknowledged}
 * @param about     our id of the order, the card, address or device, or the masked mobile; none of logins
 * @param subject   the same number for the same order, card, address, device or mobile; 0 for logins
 * @param reference the double's own id of it; none of logins
 * @param amount    as it was asked for, digit for digit, or the cost of the message, where there is one
 */
public record Effect(String provider, String kind, @Nullable String about, int subject, @Nullable String reference,
        @Nullable String amount,
        Instant at) {
}
