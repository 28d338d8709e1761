package dev.sluice.ledger;

import java.util.List;

/**
 * Which requests a person looks for; what is null does not matter.
 *
 * @param text     part of a requestId or of a provider's reference, in any case
 * @param statuses any of these, {@code SILENT} among them; empty for every one, none yet as well
 * @param older    in its status for at least so long, in milliseconds
 * @param most     at most so many
 */
public record Search(String text, List<String> statuses, String provider, String account, String family, long older,
        int most) {
}
