package dev.sluice.cli.demo;

import dev.sluice.cli.Result;
import java.time.Duration;

/** Where the demo shows what happens. For one thread, but for {@link #close}. */
interface Board extends AutoCloseable {

    /** Something is being waited for before there are rows, such as the start; again and again. */
    void waiting(String what, Duration since);

    void sent(SampleRow row, Duration at);

    void result(SampleRow row, Result result, Duration at);

    /** Nothing new; called several times a second. */
    void tick(Duration at);

    /** A line for good, below what was shown. */
    void say(String line);

    /** Leaves the terminal as it was found; may be called twice and from a shutdown hook. */
    @Override
    void close();
}
