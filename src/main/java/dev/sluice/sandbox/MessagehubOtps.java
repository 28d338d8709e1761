package dev.sluice.sandbox;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The OTPs sent and the balance that pays for them. Every PIN is the document's own, its leading zero and all. */
final class MessagehubOtps {

    static final String PIN = "059647";
    static final BigDecimal COST = new BigDecimal("0.0500");

    private static final int INVALID_PIN = 2120;
    private static final int EXPIRED = 2108;
    private static final int CONSUMED = 2109;

    record Otp(long id, String mobile, Instant until) {
    }

    private final SandboxSettings settings;
    /** No id is given out a second time after a restart. */
    private final long firstId;
    private final List<Otp> otps = new ArrayList<>();
    private final List<Boolean> consumed = new ArrayList<>();
    private BigDecimal balance = new BigDecimal("7845.3500");

    MessagehubOtps(SandboxSettings settings) {
        this.settings = settings;
        this.firstId = settings.clock().millis();
    }

    synchronized Otp send(String mobile) {
        Otp otp = new Otp(firstId + otps.size(), mobile, settings.clock().instant().plus(settings.otpLife()));
        otps.add(otp);
        consumed.add(false);
        balance = balance.subtract(COST);
        return otp;
    }

    /** Uses the PIN up where it is right; else the error code. A wrong PIN does not tell whether it was used before. */
    synchronized Optional<Integer> verify(String id, String mobile, String pin) {
        int index = id.matches("\\d{1,18}")
                ? (int) Math.max(-1, Math.min(Integer.MAX_VALUE, Long.parseLong(id) - firstId)) : -1;
        if (index < 0 || index >= otps.size() || !otps.get(index).mobile().equals(mobile) || !isRight(pin)) {
            return Optional.of(INVALID_PIN);
        }
        if (consumed.get(index)) {
            return Optional.of(CONSUMED);
        }
        if (!settings.clock().instant().isBefore(otps.get(index).until())) {
            return Optional.of(EXPIRED);
        }
        consumed.set(index, true);
        return Optional.empty();
    }

    synchronized BigDecimal balance() {
        return balance;
    }

    private static boolean isRight(String pin) {
        return MessageDigest.isEqual(PIN.getBytes(StandardCharsets.UTF_8), pin.getBytes(StandardCharsets.UTF_8));
    }
}
