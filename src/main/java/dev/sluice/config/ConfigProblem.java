package dev.sluice.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What an operator wrote cannot be used. The message has a line for each mistake: where, which key, what is wrong, how
 * to mend it.
 */
public final class ConfigProblem extends RuntimeException {

    private final transient List<Mistake> mistakes;

    public ConfigProblem(String line) {
        this(Rule.UNUSABLE_SETTING, line);
    }

    public ConfigProblem(Rule rule, String line) {
        this(List.of(Mistake.of(rule, line)));
    }

    public ConfigProblem(Mistake mistake) {
        this(List.of(mistake));
    }

    public ConfigProblem(List<Mistake> mistakes) {
        super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
        this.mistakes = List.copyOf(mistakes);
    }

    public List<Mistake> mistakes() {
        return mistakes;
    }

    /** Always there. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
