package dev.sluice.cli.tests;

/**
 * Something that is not as a test expects it.
 *
 * @param key      where the expectation stands in the test's file, dotted
 * @param member   what it is about, in the test's own words, such as {@code step 2, exchange 1, sent.body.amount}
 * @param expected as it stands there
 * @param was      what it is
 */
record Difference(String key, String member, String expected, String was) {

    @Override
    public String toString() {
        return member + ": expected " + expected + ", was " + was;
    }
}
