package dev.sluice.broker;

/** An event: the broker answers for the first time since Sluice was started. */
public record BrokerFound() {
}
