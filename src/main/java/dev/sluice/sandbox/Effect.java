package dev.sluice.sandbox;

import java.time.Instant;

/**
 * Something that really happened at a double, as money or a text message would have.
 *
 * @param kind      {@code order-created}, {@code otp-sent}, {@code pin-consumed}, {@code login}, {@code refresh},
 *                  {@code key-pair}, {@code card-topup}, {@code card-request}, {@code paid-simulated},
 *                  {@code device-activated}, {@code webhook-sent} (each try) or {@code webhook-acknowledged}
 * @param about     our id of the order, the card, address or device, or the masked mobile; {@code null} for logins
 * @param subject   the same number for the same order, card, address, device or mobile; 0 for logins
 * @param reference the double's own id of it; {@code null} for logins
 * @param amount    as it was asked for, digit for digit, or the cost of the message; {@code null} where there is none
 */
public record Effect(String provider, String kind, String about, int subject, String reference, String amount,
        Instant at) {
}
