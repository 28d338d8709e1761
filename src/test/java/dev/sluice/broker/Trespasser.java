package dev.sluice.broker;

import java.util.Map;

/** A client that tries whatever its protocol lets it write. */
interface Trespasser extends AutoCloseable {

    /** One thing that is tried; false, or an exception, where the broker did not let it. */
    interface Try {
        boolean gotThrough() throws Exception;
    }

    /** All that can be tried to send something there, by what it is. */
    Map<String, Try> sends(String name);

    /** All that can be tried to see what is there. */
    Map<String, Try> reads(String name);

    /**
     * All that can be tried to make something of that name, to change or to remove it. What may be no more than to read
     * there, or to do nothing, is not told as done: what came of it is seen at the broker.
     */
    Map<String, Try> changes(String name);

    /** Sends a body, and throws where that is refused. */
    void send(String name, String body) throws Exception;

    /** The next message's body; throws where that is refused. */
    String receive(String name) throws Exception;

    @Override
    void close() throws Exception;
}
