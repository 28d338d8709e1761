package dev.sluice.trace;

import org.jspecify.annotations.Nullable;

/** A part of what happens to an order: a span that has begun. Nothing of what was sent or answered belongs into it. */
public interface Part {

    /** Where nothing is traced. */
    Part NONE = new Part() {
        @Override
        public Part begin(Side side, String name) {
            return this;
        }

        @Override
        public Part says(String name, @Nullable String value) {
            return this;
        }

        @Override
        public Part says(String name, long value) {
            return this;
        }

        @Override
        public void failed(String why) {
        }

        @Override
        public @Nullable String context() {
            return null;
        }

        @Override
        public void end() {
        }
    };

    /** What it is to the system that it happens in. */
    enum Side {
        /** It takes a message. */
        TAKES,
        /** It works on one. */
        WORKS,
        /** It calls somebody. */
        CALLS,
        /** It sends a message. */
        SENDS
    }

    /** A part of this one, which begins now. */
    Part begin(Side side, String name);

    /** @param value none: it says nothing */
    Part says(String name, @Nullable String value);

    Part says(String name, long value);

    /** @param why a word of a few that there are */
    void failed(String why);

    /** By which others go on with it, as a W3C {@code traceparent}; none where nothing is traced. */
    @Nullable
    String context();

    /** It ends now, where it has not ended. */
    void end();
}
