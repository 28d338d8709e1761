package dev.sluice.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a mistake, or a note, breaks. What each finds, why that matters and how to mend it is in {@link RuleText}. */
public enum Rule {
    // Settings and files
    UNKNOWN_SETTING, IGNORED_SETTING, UNUSABLE_SETTING, UNSET_VARIABLE, SETTINGS_FORM, OPEN_BROKER, MISSING_FOLDER,
    UNREAD_FILE, NOT_YAML, ACCEPTANCE,
    // A provider's file
    PROVIDER_NAME, UNKNOWN_KEY, MISSING_KEY, WRONG_VALUE, WRONG_FIELDS, UNKNOWN_PLACE, UNKNOWN_CREDENTIAL,
    CREDENTIAL_IN_FILE, UNUSABLE_CREDENTIAL, UNREADABLE_CREDENTIAL, UNUSABLE_ACCOUNT, UNUSABLE_ADDRESS,
    IMPOSSIBLE_TIMES, CUT_OFF_CALLS, NO_EFFECT, TAKEN_NAME, UNSENDABLE_CALL, AMOUNT_DIGITS, LEFT_OUT, KEPT_MASKED,
    UNSERVED_CALL, NAMELESS_QUESTION, UNLISTED_ANSWER, NEVER_COMPARED, COMPARED_ONCE, UNFOUNDED_SUCCESS, TWO_MEANINGS,
    NEAR_WORDS, NEVER_COMPLETED, TOKENS, TOKENS_NOT_SHARED, SIGNATURE, CIPHER, WEBHOOK, UNSIGNED_BODY,
    // Routing
    ROUTING_RULE, NEVER_HOLDS, SECOND_PROVIDER,
    // Routes
    NOT_ROUTES, FILE_WIDE, NEEDLESS_ROUTE, MISSING_TEMPLATE, UNREAD_QUEUE, UNKNOWN_TARGET, UNKNOWN_OPTION, NOT_BROUGHT,
    UNKNOWN_BEAN, UNKNOWN_VARIABLE, UNUSABLE_EXPRESSION, BESIDE_ITS_STEP, SLUICES_OWN, ANOTHER_PROVIDERS,
    OUTSIDE_EVERY_STEP, NEVER_SENT, UNREAD_MEMBER, UNLISTED_DATA, VANISHING_ANSWER, BODY_IN_LOG, LOG_LEFT_OUT,
    // A provider's tests
    TEST_FORM, TEST_FAILED, NO_TESTS,
    // A change while it runs
    NOT_TAKEN;

    /** As operators write it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Rule> of(String id) {
        return Arrays.stream(values()).filter(rule -> rule.id().equals(id)).findFirst();
    }
}
