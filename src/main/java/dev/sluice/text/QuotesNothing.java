package dev.sluice.text;

/**
 * An exception whose text is Sluice's own and quotes nothing of a message, so that it may be told wherever one looks.
 */
public interface QuotesNothing {
}
