package dev.sluice.sandbox;

import dev.sluice.config.Durations;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BinaryOperator;

/**
 * How the doubles keep time, and the little else that can be chosen.
 *
 * @param orderDuration from an order's creation to its last status; a quarter of it per status before
 * @param tokenLife     of a messagehub or htp access token
 * @param otpLife       how long a messagehub PIN can be verified
 * @param clock         what the doubles take for now
 * @param webhooks      where webhooks go, everything before {@code /webhooks}; empty for no webhooks
 * @param aesMode       what authtool speaks
 */
public record SandboxSettings(Duration orderDuration, Duration tokenLife, Duration otpLife, Clock clock,
        String webhooks, AesMode aesMode) {

    /** 3 s, 30 minutes as documented, 5 minutes, the system's clock, no webhooks, GCM. */
    public static SandboxSettings defaults() {
        return read((name, otherwise) -> otherwise);
    }

    /**
     * From {@code sluice.sandbox.order-duration}, {@code .token-life}, {@code .otp-life}, {@code .webhook-url} and
     * {@code .aes-mode}.
     *
     * @param setting the value of a name, or else the second argument
     */
    static SandboxSettings read(BinaryOperator<String> setting) {
        return new SandboxSettings(Durations.parse(setting.apply("sluice.sandbox.order-duration", "3s")),
                Durations.parse(setting.apply("sluice.sandbox.token-life", "30m")),
                Durations.parse(setting.apply("sluice.sandbox.otp-life", "5m")), Clock.systemUTC(),
                setting.apply("sluice.sandbox.webhook-url", ""),
                AesMode.of(setting.apply("sluice.sandbox.aes-mode", "gcm")));
    }

    public SandboxSettings withOrderDuration(Duration duration) {
        return new SandboxSettings(duration, tokenLife, otpLife, clock, webhooks, aesMode);
    }

    public SandboxSettings withTokenLife(Duration life) {
        return new SandboxSettings(orderDuration, life, otpLife, clock, webhooks, aesMode);
    }

    public SandboxSettings withOtpLife(Duration life) {
        return new SandboxSettings(orderDuration, tokenLife, life, clock, webhooks, aesMode);
    }

    public SandboxSettings withClock(Clock newClock) {
        return new SandboxSettings(orderDuration, tokenLife, otpLife, newClock, webhooks, aesMode);
    }

    /** @param baseUrl such as {@code http://127.0.0.1:8080}: aeterna's go to its {@code /webhooks/aeterna/default} */
    public SandboxSettings withWebhooks(String baseUrl) {
        return new SandboxSettings(orderDuration, tokenLife, otpLife, clock, baseUrl, aesMode);
    }

    public SandboxSettings withAesMode(AesMode mode) {
        return new SandboxSettings(orderDuration, tokenLife, otpLife, clock, webhooks, mode);
    }
}
