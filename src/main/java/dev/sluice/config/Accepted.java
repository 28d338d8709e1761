package dev.sluice.config;

/** A note that somebody accepts, and why. */
public record Accepted(Mistake note, String why) {
}
