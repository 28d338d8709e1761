package dev.sluice.cli.diff;

/** What a change of money could do, the gravest first. */
enum Danger {

    DOUBLED("could be sent twice"), AMOUNT("could be another amount"), WRONG_END("could end wrongly"),
    ELSEWHERE("could go elsewhere");

    final String words;

    Danger(String words) {
        this.words = words;
    }
}
