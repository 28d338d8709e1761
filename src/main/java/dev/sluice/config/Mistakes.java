package dev.sluice.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The mistakes that are found in what an operator wrote: all are told at once, and none of them ends the search for
 * others.
 */
public final class Mistakes {

    private final List<Mistake> found = new ArrayList<>();
    private final List<Mistake> notes = new ArrayList<>();
    private final List<Accepted> accepted = new ArrayList<>();
    private final Map<Mistake, Mend> mends = new LinkedHashMap<>();

    public void add(Mistake mistake) {
        found.add(mistake);
    }

    /** Adds what is only worth telling where nothing is told of the very same place. */
    public void addUnlessTold(Mistake mistake) {
        if (mistake.line() < 1
                || found.stream().noneMatch(it -> it.file().equals(mistake.file()) && it.line() == mistake.line()
                        && it.column() == mistake.column())) {
            found.add(mistake);
        }
    }

    /** Adds what is only worth telling where nothing of the same rule is told of the same line. */
    public void addUnlessLineTold(Mistake mistake) {
        if (found.stream().noneMatch(it -> it.rule() == mistake.rule() && it.file().equals(mistake.file())
                && it.line() == mistake.line())) {
            found.add(mistake);
        }
    }

    /** What an operator should know, and what stops nothing. */
    public void note(Mistake note) {
        notes.add(note);
    }

    /** What would mend it; it is to be added, or noted, too. */
    public void mend(Mistake mistake, Mend mend) {
        mends.put(mistake, mend);
    }

    /** What would mend what is told, the last line of a file first, so that one leaves the place of the next. */
    public List<Mend> mends() {
        return Stream.concat(all().stream(), notes().stream()).map(mends::get).filter(Objects::nonNull).distinct()
                .sorted(Comparator.comparing(Mend::line).thenComparing(Mend::at).reversed()).toList();
    }

    /** Takes away what is noted at a line; false where no such note is. */
    boolean accept(Rule rule, Path file, int line, String why) {
        List<Mistake> these = notes.stream().filter(note -> note.rule() == rule && note.line() == line
                && Path.of(note.file()).toAbsolutePath().equals(file.toAbsolutePath())).toList();
        sorted(these).forEach(note -> accepted.add(new Accepted(note, why)));
        return notes.removeAll(these);
    }

    public void add(ConfigProblem problem) {
        found.addAll(problem.mistakes());
    }

    /** Does a part of the search, which may end with what it finds. */
    public void of(Runnable part) {
        result(() -> {
            part.run();
            return null;
        });
    }

    /** The same for a part that makes something; empty where it found a mistake. */
    public <T> Optional<T> result(Supplier<T> part) {
        try {
            return Optional.ofNullable(part.get());
        } catch (ConfigProblem e) {
            add(e);
            return Optional.empty();
        }
    }

    public boolean areNone() {
        return found.isEmpty();
    }

    /** In the order of files and lines, each once. */
    public List<Mistake> all() {
        return sorted(found);
    }

    public List<Mistake> notes() {
        return sorted(notes);
    }

    /** In the order in which they were accepted. */
    public List<Accepted> accepted() {
        return List.copyOf(accepted);
    }

    /** @throws ConfigProblem with all of them, where there are any */
    public void refuse() {
        if (!areNone()) {
            throw new ConfigProblem(all());
        }
    }

    /** What an anchor of YAML repeats is told once. */
    private static List<Mistake> sorted(List<Mistake> mistakes) {
        Map<List<Object>, Mistake> once = new LinkedHashMap<>();
        mistakes.forEach(it -> once.putIfAbsent(
                List.of(it.file(), it.line(), it.column(), it.line() < 1 ? it.key() : "", it.reason()), it));
        return once.values().stream()
                .sorted(Comparator.comparing(Mistake::file).thenComparing(Mistake::line).thenComparing(Mistake::column))
                .toList();
    }
}
