package dev.sluice.signing;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.Consumer;

/** What is signed, as bytes made from a request or delivery. */
interface Message {
    void write(Material material, ByteArrayOutputStream out);

    void visit(Consumer<Variable> variables);

    /** Those that are in it whatever fields a body has: what stands for each of several is in none of no field. */
    default void visitAlways(Consumer<Variable> variables) {
        visit(variables);
    }

    /** Whether a credential is in it in any case. */
    default boolean hasSecret() {
        boolean[] has = {false};
        visitAlways(variable -> has[0] |= variable.kind == Variable.Kind.CREDENTIAL);
        return has[0];
    }

    /** Whether every field of the body is in it, so that another body gives another message. */
    boolean coversBody();

    /** Whether every parameter of the query is in it, but those that say nothing. */
    default boolean coversQuery() {
        return false;
    }

    default byte[] bytes(Material material) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        write(material, out);
        return out.toByteArray();
    }

    /** Those variables of which {@link #read} finds out what a delivery says. */
    default void visitRead(Consumer<Variable> variables) {
    }

    /** Whether the received bytes are this; what only they say goes to {@code found}. */
    default boolean read(byte[] value, Material material, Found found) {
        return MessageDigest.isEqual(bytes(material), value);
    }

    /** A text as it stands. */
    record Literal(String text) implements Message {
        @Override
        public void write(Material material, ByteArrayOutputStream out) {
            Utf8.write(out, "text", text);
        }

        @Override
        public void visit(Consumer<Variable> variables) {
            // It has none.
        }

        @Override
        public boolean coversBody() {
            return false;
        }
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
        public void visitAlways(Consumer<Variable> variables) {
            parts.forEach(part -> part.visitAlways(variables));
        }

        @Override
        public boolean coversBody() {
            return parts.stream().anyMatch(Message::coversBody);
        }

        @Override
        public boolean coversQuery() {
            return parts.stream().anyMatch(Message::coversQuery);
        }
    }

    /** The same for each item of a list in the body, whose members are then its fields. */
    record Each(JsonPath list, String join, Message of) implements Message {
        @Override
        public void write(Material material, ByteArrayOutputStream out) {
            boolean first = true;
            for (Object item : material.body().items(list)) {
                if (!first) {
                    Utf8.write(out, "join", join);
                }
                first = false;
                out.writeBytes(material.of(item, of));
            }
        }

        @Override
        public void visit(Consumer<Variable> variables) {
            of.visit(variables);
            variables.accept(Variable.ofBody());
        }

        @Override
        public void visitAlways(Consumer<Variable> variables) {
            // A list may be empty.
        }

        @Override
        public boolean coversBody() {
            return false;
        }
    }
}
