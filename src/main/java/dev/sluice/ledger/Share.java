package dev.sluice.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What a replica may use of an account's limits, and what it tells the others of the account. All times are of the
 * database's clock, epoch milliseconds.
 *
 * @param rate        thousandths of a call a second
 * @param rateWanted  how much of them its steps would use
 * @param calls       submissions at a time, and as many asks beside them
 * @param callsWanted how many its steps would use
 * @param ends        when it may use nothing of it any more
 * @param pausedUntil as the provider asked for; 0 where it did not
 * @param held        what its breakers hold back by what it saw itself, where they do
 * @param why         they do, where that is known
 * @param heldUntil   when it tries a call; past where it has none to try
 */
public record Share(String provider, String account, String replica, long rate, long rateWanted, long calls,
        long callsWanted, long ends, long pausedUntil, @Nullable String held, @Nullable String why, long heldUntil) {
}
