package dev.sluice.route;

import java.util.Set;

/** The variables that Sluice sets for its flows. Those that a flow sets itself come beside them. */
final class FlowVariables {

    /** What a provider's route may read. */
    static final Set<String> OF_A_CALL = Set.of("provider", "account", "call", "path", "request", "reference", "http",
            "retryAfter");

    /** Those of them that a call may be without. */
    static final Set<String> MAY_BE_ABSENT = Set.of("reference", "retryAfter");

    /** What the shared flows pass from bean to bean. */
    static final Set<String> SHARED = Set.of("misfit", "unauthorised", "delivery", "status", "failure");

    /** What Sluice's own code keeps there, or kept there: who sets one takes it for what it was. */
    private static final Set<String> INSIDE = Set.of("place", "acknowledge", "asks", "step", "outcome", "token",
            "unread", "handedOver", "submission");

    /** The call whose path and method count; a flow may say another one. */
    private static final String PATH = "path";

    private FlowVariables() {
    }

    /** Whether a provider's flow must leave it alone. */
    static boolean areSluices(String name) {
        return (OF_A_CALL.contains(name) || SHARED.contains(name) || INSIDE.contains(name)) && !name.equals(PATH);
    }
}
