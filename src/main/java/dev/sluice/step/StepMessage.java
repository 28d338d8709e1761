package dev.sluice.step;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A message by which a step comes, on a provider's queue of submissions or of asks: the one place that knows its
 * properties. What is left out has its default, so what an earlier version wrote is read too.
 *
 * @param attempt counts tries of a submission and asks of a poll, from 1
 * @param repeat  how many calls before this one were lost, so that this one repeats them
 * @param handed  whether an earlier step handed the claim to this one
 * @param chained whether an ask has a follow-up
 * @param late    whether it brings an answer that came late: nobody is called for it
 * @param account whose it is, empty where the message does not say
 * @param body    the {@linkplain Submission submission} or the {@linkplain Ask ask}
 */
public record StepMessage(String step, int attempt, int repeat, boolean handed, boolean chained, boolean late,
        String account, String body) {

    private static final Pattern STEP = Pattern.compile("[A-Za-z0-9-]{1,128}");
    private static final Pattern ACCOUNT = Pattern.compile("[a-z][a-z0-9]{0,31}");

    /** The first message of a request that got past the door. */
    public static StepMessage first(String step, String account, String body) {
        return new StepMessage(step, 1, 0, false, false, false, account, body);
    }

    static StepMessage late(String step, String account, String body) {
        return new StepMessage(step, 1, 0, false, false, true, account, body);
    }

    /** A step that follows another one. */
    static StepMessage of(FollowUp next, String account, String body) {
        return new StepMessage(next.step(), next.attempt(), next.repeat(), next.submission(), true, false, account,
                body);
    }

    /** The same, tried once more. */
    StepMessage again() {
        return new StepMessage(step, attempt + 1, repeat, handed, chained, late, account, body);
    }

    /** @throws IllegalArgumentException where {@link #properties} cannot have written it; quotes none of it */
    public static StepMessage read(Function<String, Object> property, String body) {
        Reading reading = new Reading(property);
        String step = reading.of("step", String.class, "");
        String account = reading.of("account", String.class, "");
        if (!STEP.matcher(step).matches()) {
            throw new IllegalArgumentException("the message property step: must be an id of a step");
        }
        if (!account.isEmpty() && !ACCOUNT.matcher(account).matches()) {
            throw new IllegalArgumentException("the message property account: must be an account's name");
        }
        return new StepMessage(step, reading.of("attempt", Integer.class, 1), reading.of("repeat", Integer.class, 0),
                reading.of("handed", Boolean.class, false), reading.of("chained", Boolean.class, false),
                reading.of("late", Boolean.class, false), account, body);
    }

    Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>(Map.of("step", step, "attempt", attempt));
        if (!account.isEmpty()) {
            properties.put("account", account);
        }
        if (repeat > 0) {
            properties.put("repeat", repeat);
        }
        Map.of("handed", handed, "chained", chained, "late", late).forEach((name, is) -> {
            if (is) {
                properties.put(name, true);
            }
        });
        return properties;
    }

    private record Reading(Function<String, Object> property) {

        <T> T of(String name, Class<T> type, T otherwise) {
            Object value = property.apply(name);
            if (value != null && !type.isInstance(value)) {
                throw new IllegalArgumentException(
                        "the message property " + name + ": must be of the type " + type.getSimpleName());
            }
            return value == null ? otherwise : type.cast(value);
        }
    }
}
