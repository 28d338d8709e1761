package dev.sluice.cli;

/** A command that a person is told to type next, as it can be pasted. */
public final class NextCommand {

    private NextCommand() {
    }

    /** Such as {@code ./sluice orders show ord-7}. */
    public static String of(String words, String id) {
        return of(words, id, "");
    }

    /**
     * The same with options.
     *
     * @param options each with a blank before it
     */
    public static String of(String words, String id, String options) {
        // An id may begin like an option, and is one anywhere but behind "--".
        return "./sluice " + words + (id.startsWith("-") ? options + " -- " + id : " " + id + options);
    }
}
