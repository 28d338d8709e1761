package dev.sluice.step;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** Gives what is sent beside a message to the test. */
final class GivenAside implements Aside {

    private final Consumer<Letter> sent;

    GivenAside(Consumer<Letter> sent) {
        this.sent = sent;
    }

    @Override
    public void send(Supplier<Letter> letter, String what) {
        sent.accept(letter.get());
    }
}
