package dev.sluice.outcome;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.text.Shown;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a call to a provider came to.
 *
 * @param reference      the provider's own name of the order, where it gave one
 * @param providerStatus the status in the provider's words, where it gave one
 * @param data           normalised members of a result's {@code data}, where there are some
 * @param error          for kinds that report one
 * @param retryAfter     milliseconds after which the provider wants to be asked again, where it said so
 * @param unlisted       the code or status that it was told with and no table has, if there is such a one
 * @param evidence       what it shows beside that
 * @param wordless       whether an answer came that has no word of the provider, such as a page or a redirect
 */
public record Outcome(Kind kind, @Nullable String reference, @Nullable String providerStatus, @Nullable JsonNode data,
        @Nullable Failure error,
        @Nullable Long retryAfter, @Nullable Unlisted unlisted, Evidence evidence, boolean wordless) {

    /**
     * Why, in a result's words.
     *
     * @param code    the provider's own code as it can be shown, where it gave one
     * @param message a text without secrets, as it can be shown
     */
    public record Failure(Category category, @Nullable String code, String message) {

        private static final int LONGEST_CODE = 100;

        public Failure {
            code = code == null ? null : Shown.line(code, LONGEST_CODE);
            message = Shown.line(message);
        }
    }

    private static final int LONGEST_STATUS = 100;

    public Outcome {
        providerStatus = providerStatus == null ? null : Shown.line(providerStatus, LONGEST_STATUS);
    }

    public Outcome(Kind kind, @Nullable String reference, @Nullable String providerStatus, @Nullable JsonNode data,
            @Nullable Failure error, @Nullable Long retryAfter) {
        this(kind, reference, providerStatus, data, error, retryAfter, null);
    }

    /** One that shows that the provider knows the order where it says anything of it. */
    public Outcome(Kind kind, @Nullable String reference, @Nullable String providerStatus, @Nullable JsonNode data,
            @Nullable Failure error, @Nullable Long retryAfter,
            @Nullable Unlisted unlisted) {
        this(kind, reference, providerStatus, data, error, retryAfter, unlisted,
                Evidence.known(reference != null || providerStatus != null), false);
    }

    public Outcome with(Evidence other) {
        return new Outcome(kind, reference, providerStatus, data, error, retryAfter, unlisted, other, wordless);
    }

    /** One without reference, status and data. */
    public static Outcome of(Kind kind, Category category, @Nullable String code, String message) {
        return new Outcome(kind, null, null, null, new Failure(category, code, message), null);
    }

    /** The error of an outcome whose kind reports one. */
    public Failure why() {
        return Objects.requireNonNull(error);
    }

    /** Whether the provider does not take the account's credentials; an order that failed was taken with them. */
    public boolean refusesCredentials() {
        return kind != Kind.FAILED && error != null && error.category() == Category.AUTHENTICATION;
    }

    /** The same, of this category where it tells of the account's credentials. */
    public Outcome because(@Nullable Category category) {
        return category != Category.AUTHENTICATION ? this
                : new Outcome(kind, reference, providerStatus, data,
                        new Failure(category, why().code(), why().message()),
                        retryAfter, unlisted, evidence, wordless);
    }

    /** The same, to be tried again later: nothing was done. */
    public Outcome notDone() {
        return new Outcome(Kind.NOT_DONE, reference, providerStatus, data, error, retryAfter, null, evidence, false);
    }

    /** The same, of an answer that has no word of the provider. */
    public Outcome withoutWords() {
        return new Outcome(kind, reference, providerStatus, data, error, retryAfter, unlisted, evidence, true);
    }

    /** The same, where it names the order by the reference that is kept, or by none; else it is about another order. */
    public Outcome about(@Nullable String kept) {
        return kept == null || reference == null || reference.equals(kept) ? this
                : ofAnother("the provider's answer is about " + reference + ", and this order is " + kept,
                        Set.of(Evidence.REFERENCE));
    }

    /** What is said of another order, as these members of it show, and so tells nothing of this one. */
    public Outcome ofAnother(String why, Set<String> members) {
        return new Outcome(Kind.ECHO_MISMATCH, null, null, null, new Failure(Category.ECHO_MISMATCH, null, why), null,
                unlisted, new Evidence(false, Set.of(), members), wordless);
    }

    /** The same, but nobody knows whether the call took effect. */
    public Outcome unsure(String why) {
        return new Outcome(Kind.UNKNOWN, reference, null, null,
                new Failure(Category.OUTCOME_UNKNOWN, error == null ? null : error.code(), why), retryAfter, unlisted,
                evidence, wordless);
    }
}
