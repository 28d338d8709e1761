package dev.sluice.signing;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Consumer;

/** What is signed, as bytes made from a request or delivery. */
interface Message {
    void write(Material material, ByteArrayOutputStream out);

    void visit(Consumer<Variable> variables);

    /** Whether every field of the body is in it, so that another body gives another message. */
    boolean coversBody();

    default byte[] bytes(Material material) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        write(material, out);
        return out.toByteArray();
    }

    /** Several one after the other, with nothing between. */
    record Joined(List<Message> parts) implements Message {
        @Override
        public void write(Material material, ByteArrayOutputStream out) {
            parts.forEach(part -> part.write(material, out));
        }

        @Override
        public void visit(Consumer<Variable> variables) {
            parts.forEach(part -> part.visit(variables));
        }

        @Override
        public boolean coversBody() {
            return parts.stream().anyMatch(Message::coversBody);
        }
    }

    /** The digest of another message in place of that message. */
    record Hashed(Message of, Algorithm algorithm, TextEncoding encoding) implements Message {
        @Override
        public void write(Material material, ByteArrayOutputStream out) {
            byte[] digest = algorithm.digest(of.bytes(material));
            out.writeBytes(encoding == TextEncoding.RAW ? digest : Utf8.bytes("hash", encoding.encode(digest)));
        }

        @Override
        public void visit(Consumer<Variable> variables) {
            of.visit(variables);
        }

        @Override
        public boolean coversBody() {
            return of.coversBody();
        }
    }
}
