package dev.sluice.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A verified webhook as a person sees it. Like all times these are epoch milliseconds.
 *
 * @param id        of the step that worked on it
 * @param sort      {@code OURS}, {@code IGNORED}, {@code UNKNOWN} or {@code UNREAD}
 * @param family    where it is known which request it is about, as is {@code requestId}
 * @param times     how often it came
 * @param last      when it came last
 */
public record WebhookRow(String id, String provider, String account, String sort, @Nullable String event,
        @Nullable String family, @Nullable String requestId, long at, long times, long last) {
}
