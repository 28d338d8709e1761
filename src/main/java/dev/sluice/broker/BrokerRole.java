package dev.sluice.broker;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a user of the broker is to Sluice; what each may do there is in {@code rights.yaml}. */
public enum BrokerRole {
    /** Sends requests, and reads results. */
    UPSTREAM,
    /** Decides about orders, and looks after dead letters. */
    OPERATOR,
    /** Sluice itself, which may do everything. */
    SLUICE;

    /** As operators write it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<BrokerRole> of(String id) {
        return Arrays.stream(values()).filter(role -> role.id().equals(id)).findFirst();
    }

    /** Whether what it asks for on {@code sluice.people} is carried out. */
    public boolean decides() {
        return this != UPSTREAM;
    }
}
