package dev.sluice.ledger;

import java.util.regex.Pattern;

/** What identifies a request: its id within its family. */
public record Key(String family, String requestId) {

    private static final Pattern FAMILY = Pattern.compile("[a-z]{1,32}");
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    /** Whether the ledger can hold a request of this key at all; databases refuse some texts again and again. */
    public boolean isPossible() {
        return family != null && FAMILY.matcher(family).matches() && isRequestId(requestId);
    }

    /** As the contract has it. */
    public static boolean isRequestId(String text) {
        return text != null && REQUEST_ID.matcher(text).matches();
    }
}
