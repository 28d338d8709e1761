package dev.sluice.signing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
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
 * @param signer    algorithm and keys
 * @param output    how the signature is written
 * @param window    how far the time of a delivery may be off, where that is bounded
 */
record Scheme(Message message, Map<String, Message> readings, FieldsFormat format, Missing missing,
        @Nullable TimestampFormat timestamp, @Nullable NonceFormat nonce, Algorithm digest, TextEncoding digestEncoding,
        Signer signer, Output output, List<Placement> plain, List<Placement> signed, @Nullable Duration window) {

    /** What a template does where a header, parameter or field that it names is not there or null. */
    enum Missing implements Labelled {
        REFUSE, EMPTY
    }

    /** How the bytes of a signature become what {@code {signature}} stands for, and back. */
    record Output(TextEncoding encoding, FieldRules.Escape escape) {
        String encode(byte[] signature) {
            return escape.of(encoding.encode(signature));
        }

        byte @Nullable [] decode(String text) {
            String plain = escape.undone(text);
            return plain == null ? null : encoding.decode(plain);
        }
    }

    /** How {@code {field:…}} writes a value. */
    static final FieldRules PLAIN_FIELD = new FieldRules(FieldRules.NullRule.REFUSE, FieldRules.EmptyRule.KEEP,
            FieldRules.NumberRule.LEXEME, FieldRules.NestedRule.REFUSE, FieldRules.BooleanRule.WORD,
            FieldRules.Escape.NONE, "");

    Stream<Placement> placements() {
        return Stream.concat(plain.stream(), signed.stream());
    }

    /** All placeholders, wherever they are. */
    void visit(Consumer<Variable> variables) {
        readings.values().forEach(message -> message.visit(variables));
        placements().forEach(placement -> placement.template.visit(variables));
        signer.visit(variables);
    }

    boolean signsIntoBody() {
        return signed.stream().anyMatch(placement -> placement.path() != null);
    }
}
