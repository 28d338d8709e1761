package dev.sluice.ledger;

import java.util.List;

/**
 * Requests of a provider that wait for somebody's word.
 *
 * @param status {@code UNKNOWN}, {@code UNRESOLVED}, {@link #SILENT} or {@link #NOT_SENT}
 * @param since  when the oldest of them was first to be asked about, epoch milliseconds
 */
public record Open(String provider, String status, long count, long since) {

    /** Claimed, and for long nothing was recorded: its message was lost with a queue, or waits. */
    public static final String SILENT = "SILENT";

    /** Nobody got it, and its next submission did not begin yet, and does not while it is held back. */
    public static final String TO_BE_SENT = "TO BE SENT";

    /** Nothing was sent, for it could not be, and it waits to be sent again. */
    public static final String NOT_SENT = "NOT SENT";

    /** It ended, the provider says otherwise since, and nobody noted anything of that yet. */
    public static final String CONTRADICTED = "CONTRADICTED";

    /** It is unresolved, and an answer repeated it otherwise: the provider has an order of its number. */
    public static final String DOUBTED = "DOUBTED";

    public static final List<String> STATUSES = List.of("UNKNOWN", "UNRESOLVED", SILENT);
}
