package dev.sluice.guard;

/**
 * What is wrong with a request in a way that only the broker sees. The stored message carries the name in the property
 * {@value #PROPERTY}; no text tells what the message holds.
 */
public enum Fault {

    DELIVERY_TIME("it has a delivery time, which Sluice does not keep; send it when it is due"),
    BODY("its body is neither one text nor bytes"),
    PROPERTIES("an application property is a map, a list or an array"),
    ENCODING("its AMQP encoding cannot be read");

    /** The message property with the name of a fault. */
    public static final String PROPERTY = "sluiceFault";

    private final String text;

    Fault(String text) {
        this.text = text;
    }

    /** As its sender is told. */
    public String text() {
        return text;
    }

    /** Whether the message breaks its protocol, and lies on {@code sluice.dead} beside the answer. */
    public boolean isMalformed() {
        return this != DELIVERY_TIME;
    }
}
