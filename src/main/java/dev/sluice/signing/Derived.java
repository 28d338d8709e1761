package dev.sluice.signing;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** A message that is made from another one. */
interface Derived extends Message {
    Message of();

    @Override
    default void visit(Consumer<Variable> variables) {
        of().visit(variables);
    }

    @Override
    default void visitAlways(Consumer<Variable> variables) {
        of().visitAlways(variables);
    }

    @Override
    default boolean coversBody() {
        return of().coversBody();
    }

    /** Its digest. */
    record Hashed(Message of, Algorithm algorithm, TextEncoding encoding) implements Derived {
        @Override
        public void write(Material material, ByteArrayOutputStream out) {
            out.writeBytes(encoding.bytes(algorithm.digest(of.bytes(material))));
        }

        /** Of a checksum another body is easily found. */
        @Override
        public boolean coversBody() {
            return algorithm.kind != Algorithm.Kind.CHECKSUM && of.coversBody();
        }
    }

    /** The same as text of another form, from which it can be had again. */
    record Encoded(Message of, TextEncoding encoding) implements Derived {
        @Override
        public void write(Material material, ByteArrayOutputStream out) {
            out.writeBytes(encoding.bytes(of.bytes(material)));
        }

        @Override
        public void visitRead(Consumer<Variable> variables) {
            of.visitRead(variables);
        }

        @Override
        public boolean read(byte[] value, Material material, Found found) {
            byte[] decoded = encoding.decode(Utf8.text("value", value));
            return decoded != null && of.read(decoded, material, found);
        }
    }

    /** The same with other letters: all small or all capital ones first, then text for text. */
    record Replaced(Message of, LetterCase letters, Map<String, String> texts) implements Derived {
        enum LetterCase implements Labelled {
            KEEP, LOWER, UPPER
        }

        @Override
        public void write(Material material, ByteArrayOutputStream out) {
            String text = Utf8.text("replace", of.bytes(material));
            text = switch (letters) {
                case KEEP -> text;
                case LOWER -> text.toLowerCase(Locale.ROOT);
                case UPPER -> text.toUpperCase(Locale.ROOT);
            };
            for (Map.Entry<String, String> one : texts.entrySet()) {
                text = text.replace(one.getKey(), one.getValue());
            }
            Utf8.write(out, "replace", text);
        }

        @Override
        public boolean coversBody() {
            return false;
        }
    }

    /** How many bytes it has, in decimal digits. */
    record Measured(Message of) implements Derived {
        @Override
        public void write(Material material, ByteArrayOutputStream out) {
            Utf8.write(out, "length", Integer.toString(of.bytes(material).length));
        }

        @Override
        public boolean coversBody() {
            return false;
        }
    }

    /** A signature of it, which another one may then cover. */
    record SignedPart(Message of, Signer signer, TextEncoding encoding) implements Derived {
        @Override
        public void write(Material material, ByteArrayOutputStream out) {
            out.writeBytes(encoding.bytes(signer.sign(of.bytes(material), material)));
        }

        @Override
        public void visit(Consumer<Variable> variables) {
            of.visit(variables);
            signer.visit(variables);
        }

        @Override
        public void visitAlways(Consumer<Variable> variables) {
            of.visitAlways(variables);
            signer.visit(variables);
        }

        @Override
        public boolean read(byte[] value, Material material, Found found) {
            byte[] signature = encoding.decode(Utf8.text("value", value));
            return signature != null && signer.verify(of.bytes(material), signature, material);
        }
    }
}
