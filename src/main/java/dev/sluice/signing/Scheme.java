package dev.sluice.signing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A description, read and checked.
 *
 * @param message   what is signed
 * @param readings  every reading of it that is tried on a delivery, by name, the message itself first
 * @param timestamp where the scheme has a time
 * @param nonce     where it has one
 * @param plain     placements made before signing
 * @param signed    placements that carry the signature
 * @param key       for algorithms that have one
 * @param window    how far the time of a delivery may be off, where that is bounded
 */
record Scheme(Message message, Map<String, Message> readings, BodyFormat format, Missing missing,
        @Nullable TimestampFormat timestamp, @Nullable NonceFormat nonce, Algorithm digest, TextEncoding digestEncoding,
        Algorithm algorithm, @Nullable KeySource key, @Nullable KeySource verifyKey, TextEncoding output,
        List<Placement> plain, List<Placement> signed, @Nullable Duration window) {

    /** What a template does where a header, parameter or field that it names is not there or null. */
    enum Missing implements Labelled {
        REFUSE, EMPTY
    }

    /** How {@code {field:…}} writes a value. */
    static final FieldRules PLAIN_FIELD = new FieldRules(FieldRules.NullRule.REFUSE, FieldRules.EmptyRule.KEEP,
            FieldRules.NumberRule.LEXEME, FieldRules.NestedRule.REFUSE, FieldRules.BooleanRule.WORD,
            FieldRules.Escape.NONE, "");

    boolean signsIntoBody() {
        return signed.stream().anyMatch(placement -> placement.place == Placement.Place.BODY);
    }
}
