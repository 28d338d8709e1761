package dev.sluice.cli;

/** What a broker says of a queue without being asked for a message. */
public record QueueState(String name, long waiting, int consumers) {
}
