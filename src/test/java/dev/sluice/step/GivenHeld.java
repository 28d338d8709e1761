package dev.sluice.step;

import java.util.function.BooleanSupplier;

/** A delivery as a test has it. */
record GivenHeld(boolean isRedelivered, BooleanSupplier voided) implements Held {

    /** One that is there and was never delivered before. */
    static final Held FIRST = new GivenHeld(false, () -> false);

    /** One that the broker has delivered before. */
    static final Held AGAIN = new GivenHeld(true, () -> false);

    /** One that the broker has taken back. */
    static final Held VOID = new GivenHeld(false, () -> true);

    @Override
    public boolean isVoid() {
        return voided.getAsBoolean();
    }
}
