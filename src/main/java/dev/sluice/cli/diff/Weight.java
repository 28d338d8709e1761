package dev.sluice.cli.diff;

/** What a change touches, the gravest first. */
enum Weight {
    MONEY, BEHAVIOUR, REST
}
