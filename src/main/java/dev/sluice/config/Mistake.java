package dev.sluice.config;

/**
 * One thing in what an operator wrote that cannot be used. As text it is one line:
 * {@code file:line:column: key: reason}.
 *
 * @param rule   which kind of mistake it is
 * @param file   the file as it is called from where Sluice starts, empty where it stands in none
 * @param line   counts from 1, 0 where it is not known
 * @param column counts from 1, 0 where it is not known
 * @param key    dotted in a YAML file, empty where there is none
 * @param reason what is wrong and how to mend it; quotes no secret
 */
public record Mistake(Rule rule, String file, int line, int column, String key, String reason) {

    /** One that stands in no file, or says itself where. */
    public static Mistake of(Rule rule, String reason) {
        return new Mistake(rule, "", 0, 0, "", reason);
    }

    /** The line with the rule behind it, by which it can be explained. */
    public String told() {
        return this + " [" + rule.id() + "]";
    }

    /** {@code file:line:column}, as far as it is known. */
    public String place() {
        return file.isEmpty() ? "" : file + (line < 1 ? "" : ":" + line + (column < 1 ? "" : ":" + column));
    }

    /** What is said of the place. */
    public String said() {
        return (key.isEmpty() ? "" : key + ": ") + reason;
    }

    @Override
    public String toString() {
        return (file.isEmpty() ? "" : place() + ": ") + said();
    }
}
