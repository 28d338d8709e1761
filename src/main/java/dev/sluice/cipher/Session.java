package dev.sluice.cipher;

import java.time.Duration;
import java.time.Instant;

/** What a key exchange gave: a secret that both sides have, under the version by which the other side knows it. */
public final class Session {
    private final byte[] secret;
    private final String keyVersion;
    private final Instant renewal;
    private final Instant end;

    Session(byte[] secret, String keyVersion, Instant at, Duration maxAge) {
        this.secret = secret;
        this.keyVersion = keyVersion;
        this.end = at.plus(maxAge);
        this.renewal = end.minus(maxAge.dividedBy(10));
    }

    public String keyVersion() {
        return keyVersion;
    }

    /** From when a new one should take its place: a tenth of its age before the end. */
    public Instant renewal() {
        return renewal;
    }

    /** From when it must not be used. */
    public Instant end() {
        return end;
    }

    byte[] secret() {
        return secret;
    }

    @Override
    public String toString() {
        return "Session until " + end;
    }
}
