package dev.sluice.sandbox;

import java.time.Instant;

/**
 * Something that really happened at a double, as money or a text message would have.
 *
 * @param kind      {@code order-created}, {@code otp-sent}, {@code pin-consumed}, {@code login} or {@code refresh}
 * @param about     our id of the order, or the masked mobile; {@code null} for logins
 * @param subject   the same number for the same order or mobile; 0 for logins
 * @param reference the double's own id of it; {@code null} for logins
 * @param amount    as it was asked for, digit for digit, or the cost of the message; {@code null} where there is none
 */
public record Effect(String provider, String kind, String about, int subject, String reference, String amount,
                     Instant at) {
}
