package dev.sluice.process;

/** Something that does not agree, about one request or about all. */
record Finding(Flaw flaw, String what) {

    enum Flaw {
        LOST, DOUBLED, WRONG, GAP, UNANSWERED
    }
}
