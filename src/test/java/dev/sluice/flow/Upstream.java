package dev.sluice.flow;

import java.util.function.Consumer;

/** A client of the broker, as an upstream system has one. */
interface Upstream extends AutoCloseable {

    void send(Outgoing message);

    /** Hands every message of the queue to the witness until this is closed. */
    void listen(String queue, Consumer<Received> witness);

    @Override
    void close();
}
