package dev.sluice.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What a person did, and why.
 *
 * @param act    {@code resolve}, {@code ask}, {@code replay}, {@code discard} or {@code clock}
 * @param detail what else is known of it, if anything
 * @param at     epoch milliseconds
 */
public record ActRow(String stepId, String act, String who, String why, @Nullable ObjectNode detail, long at) {
}
