package dev.sluice.ledger;

import java.util.regex.Pattern;

/**
 * What identifies a request: its id within its family and, where there are tenants, within its tenant.
 *
 * @param tenant whose it is; empty where there are no tenants, and of what came before there were
 */
public record Key(String family, String tenant, String requestId) {

    private static final Pattern FAMILY = Pattern.compile("[a-z]{1,32}");
    private static final Pattern TENANT = Pattern.compile("[a-z0-9-]{1,32}");
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    /** Between a tenant and a requestId: no character of either. */
    private static final char SLASH = '/';

    /** One of no tenant. */
    public Key(String family, String requestId) {
        this(family, "", requestId);
    }

    /** @param name as {@link #name()} has it */
    public static Key named(String family, String name) {
        int slash = name.indexOf(SLASH);
        return slash < 1 ? new Key(family, name)
                : new Key(family, name.substring(0, slash), name.substring(slash + 1));
    }

    /**
     * What the request is called within its family, by the ledger and by people: its id, and before it the tenant if it
     * has one, as in {@code acme/order-7}.
     */
    public String name() {
        return tenant.isEmpty() ? requestId : tenant + SLASH + requestId;
    }

    /** Whether the ledger can hold a request of this key at all; databases refuse some texts again and again. */
    public boolean isPossible() {
        return family != null && FAMILY.matcher(family).matches() && (tenant.isEmpty() || isTenant(tenant))
                && isRequestId(requestId);
    }

    /** Whether a tenant may be called so. */
    public static boolean isTenant(String text) {
        return TENANT.matcher(text).matches();
    }

    /** As the contract has it, or had it. */
    public static boolean isRequestId(String text) {
        return text != null && REQUEST_ID.matcher(text).matches();
    }
}
