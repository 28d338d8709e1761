package dev.sluice.config;

import dev.sluice.text.Nearest;
import dev.sluice.text.Shown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The comments by which people accept advice, {@code # sluice: accept RULE: REASON}, on its line or on lines of their
 * own before it. One that accepts nothing, or has no reason, is told itself: what runs does not depend on a comment.
 */
public final class Acceptances {

    private static final String ACCEPT = "accept";
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s)#\\s*sluice:\\s*([A-Za-z]+)\\b(.*)");
    private static final Pattern WHAT = Pattern.compile("\\s+([A-Za-z0-9_-]+)\\s*(?::\\s*(.*))?");
    private static final String FORM = "write # sluice: accept RULE: REASON";

    private final Mistakes mistakes;
    private final Consumer<Mistake> told;
    private final List<Mistake> needless = new ArrayList<>();

    private Acceptances(Mistakes mistakes, Consumer<Mistake> told) {
        this.mistakes = mistakes;
        this.told = told;
    }

    /**
     * Takes out of the notes what these files accept; all of them must have been found by now.
     *
     * @param told is told of comments that accept nothing, or not as they stand
     */
    public static void apply(Collection<Path> files, Mistakes mistakes, Consumer<Mistake> told) {
        boolean whole = mistakes.areNone();
        Acceptances acceptances = new Acceptances(mistakes, told);
        files.forEach(acceptances::file);
        // Behind a mistake there may be notes that could not be found yet.
        if (whole) {
            acceptances.needless.forEach(told);
        }
    }

    private void file(Path file) {
        List<String> lines;
        try {
            lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            // Whoever needs the file says so.
            return;
        }
        for (int i = 0; i < lines.size(); i++) {
            Matcher comment = COMMENT.matcher(lines.get(i));
            if (comment.find() && (comment.group(1).equals(ACCEPT)
                    || Nearest.isSlip(comment.group(1), Set.of(ACCEPT), 2))) {
                comment(file, lines, i, comment);
            }
        }
    }

    private void comment(Path file, List<String> lines, int at, Matcher comment) {
        int column = lines.get(at).indexOf('#', comment.start()) + 1;
        Matcher what = WHAT.matcher(comment.group(2));
        boolean formed = comment.group(1).equals(ACCEPT) && what.matches();
        Optional<Rule> rule = formed ? Rule.of(what.group(1)) : Optional.empty();
        String why = formed && what.group(2) != null ? what.group(2).strip() : "";
        String wrong = !formed ? "accepts nothing as it stands: " + FORM : rule.map(known -> wrong(known, why))
                .orElseGet(() -> "accepts " + what.group(1) + ", a rule that there is not; ./sluice check --rules lists"
                        + " them" + Nearest.hint(what.group(1), Arrays.stream(Rule.values()).map(Rule::id).toList()));
        if (!wrong.isEmpty()) {
            told.accept(mistake(file, at, column, wrong));
        } else if (!mistakes.accept(rule.orElseThrow(), file, target(lines, at, column), Shown.line(why))) {
            boolean alone = lines.get(at).substring(0, column - 1).isBlank();
            Mistake mistake = mistake(file, at, column, "accepts " + what.group(1) + ", which is not found "
                    + (alone ? "in the line behind it" : "in this line")
                    + ": take it away");
            needless.add(mistake);
            mistakes.mend(mistake,
                    alone ? Mend.deleted(file, at + 1, at + 2, lines.get(at))
                            : trailing(file, at, column, lines.get(at)));
        }
    }

    /** A comment with the blanks before it. */
    private static Mend trailing(Path file, int at, int column, String line) {
        String kept = line.substring(0, column - 1).stripTrailing();
        return Mend.replaced(file, at + 1, kept.getBytes(StandardCharsets.UTF_8).length,
                line.substring(kept.length()), "");
    }

    private static String wrong(Rule rule, String why) {
        RuleText text = RuleText.of(rule);
        return !text.isAcceptable() ? "accepts " + rule.id() + ", which cannot be accepted"
                + (text.isNote() ? ": take it away" : ": mend what it finds")
                : why.isEmpty() ? "accepts " + rule.id() + " without a reason: " + FORM : "";
    }

    private static Mistake mistake(Path file, int at, int column, String reason) {
        return new Mistake(Rule.ACCEPTANCE, file.toString(), at + 1, column, "", reason);
    }

    /** The line that a comment is about, counted from 1: its own, or the next one that says something. */
    private static int target(List<String> lines, int at, int column) {
        int target = at;
        if (lines.get(at).substring(0, column - 1).isBlank()) {
            do {
                target++;
            } while (target < lines.size() - 1 && (lines.get(target).isBlank()
                    || lines.get(target).stripLeading().startsWith("#")));
        }
        return target + 1;
    }
}
