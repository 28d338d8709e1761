package dev.sluice.step;

import java.util.function.Consumer;

/** Gives what is sent beside a message to the test. */
final class GivenAside extends Aside {

    private final Consumer<Letter> sent;

    GivenAside(Consumer<Letter> sent) {
        super(null);
        this.sent = sent;
    }

    @Override
    public void send(Letter letter, String about) {
        sent.accept(letter);
    }
}
