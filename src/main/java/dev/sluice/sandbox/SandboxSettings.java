package dev.sluice.sandbox;

import java.time.Clock;
import java.time.Duration;

/**
 * How the doubles keep time.
 *
 * @param orderDuration from a hambit order's creation to its last status; a quarter of it per status before
 * @param tokenLife     of a messagehub access token
 * @param otpLife       how long a messagehub PIN can be verified
 * @param clock         what the doubles take for now
 */
public record SandboxSettings(Duration orderDuration, Duration tokenLife, Duration otpLife, Clock clock) {

    /** 3 s, 30 minutes as documented, 5 minutes, the system's clock. */
    public static SandboxSettings defaults() {
        return new SandboxSettings(Duration.ofSeconds(3), Duration.ofMinutes(30), Duration.ofMinutes(5),
                Clock.systemUTC());
    }

    public SandboxSettings withOrderDuration(Duration duration) {
        return new SandboxSettings(duration, tokenLife, otpLife, clock);
    }

    public SandboxSettings withTokenLife(Duration life) {
        return new SandboxSettings(orderDuration, life, otpLife, clock);
    }

    public SandboxSettings withOtpLife(Duration life) {
        return new SandboxSettings(orderDuration, tokenLife, life, clock);
    }

    public SandboxSettings withClock(Clock newClock) {
        return new SandboxSettings(orderDuration, tokenLife, otpLife, newClock);
    }
}
