package dev.sluice.route;

import org.apache.camel.CamelContext;

/** Camel can write whole messages to the log and keep them for its consoles; here that is off, whatever settings say. */
public final class NoTracing {

    private NoTracing() {
    }

    /**
     * Before the routes are made.
     *
     * @return whether any of it was on
     */
    public static boolean off(CamelContext camel) {
        boolean on = Boolean.TRUE.equals(camel.isTracing()) || camel.isTracingStandby()
                || Boolean.TRUE.equals(camel.isBacklogTracing()) || camel.isBacklogTracingStandby()
                || Boolean.TRUE.equals(camel.isDebugging()) || camel.isDebugStandby()
                || Boolean.TRUE.equals(camel.isLogExhaustedMessageBody());
        camel.setTracing(false);
        camel.setTracingStandby(false);
        camel.setBacklogTracing(false);
        camel.setBacklogTracingStandby(false);
        camel.setDebugging(false);
        camel.setDebugStandby(false);
        camel.setLogExhaustedMessageBody(false);
        return on;
    }
}
