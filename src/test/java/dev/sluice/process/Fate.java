package dev.sluice.process;

import static dev.sluice.outcome.Status.COMPLETED;
import static dev.sluice.outcome.Status.FAILED;
import static dev.sluice.outcome.Status.REJECTED;

import dev.sluice.outcome.Status;
import java.util.ArrayList;
import java.util.List;

/**
 * What a double does wrong with one request, and what it then says of it.
 *
 * @param words how the double is told: a remark, or the last two digits of a card or a mobile
 * @param made  whether the first call takes effect
 * @param end   what the double says in the end to who may ask or is told; null where it says nothing that ends it
 * @param told  whether the answer to the call tells that the double has it; else nobody knows until somebody asks
 */
record Fate(String words, boolean made, Status end, boolean told) {

    static final Fate WELL = new Fate("", true, COMPLETED, true);

    private static final boolean TOLD = true;
    private static final boolean LOST = false;

    private static final List<Fate> EXCHANGES = new ArrayList<>();
    private static final List<Fate> PAYINS = new ArrayList<>();
    private static final List<Fate> TOPUPS = new ArrayList<>();
    private static final List<Fate> OTPS = new ArrayList<>();
    private static final List<Fate> LICENCES = new ArrayList<>();

    static {
        made(EXCHANGES, COMPLETED, TOLD, "slow:300", "throttle:2", "lost-query:3", "webhook-none", "webhook-forged",
                "webhook-stale", "webhook-twice", "webhook-respaced", "webhook-before-answer");
        made(EXCHANGES, COMPLETED, LOST, "slow:5000", "reset-after", "error-500-after", "garbled", "contradict",
                "accept-no-reference");
        made(EXCHANGES, FAILED, TOLD, "fail", "fail,webhook-forged", "fail,webhook-before-answer");
        made(EXCHANGES, FAILED, LOST, "fail,reset-after", "fail,error-500-after");
        made(EXCHANGES, null, TOLD, "wrong-echo", "unlisted-status", "stay");
        unmade(EXCHANGES, COMPLETED, LOST, "reset-before:1", "error-500:1", "unavailable:1", "redirect:1");
        unmade(EXCHANGES, REJECTED, TOLD, "code:300", "code:301", "code:307", "refuse");
        unmade(EXCHANGES, null, LOST, "code:999");

        made(PAYINS, COMPLETED, TOLD, "slow:300", "throttle:2", "webhook-twice", "webhook-respaced",
                "webhook-before-answer");
        made(PAYINS, COMPLETED, LOST, "slow:5000", "reset-after", "error-500-after", "garbled", "contradict",
                "accept-no-reference");
        made(PAYINS, FAILED, TOLD, "fail", "fail,webhook-twice");
        made(PAYINS, FAILED, LOST, "fail,reset-after");
        made(PAYINS, null, TOLD, "wrong-echo", "unlisted-status", "stay", "webhook-none", "webhook-forged");
        unmade(PAYINS, null, LOST, "reset-before:1", "error-500:1", "unavailable:1", "redirect:1", "code:999");
        unmade(PAYINS, REJECTED, TOLD, "refuse");

        made(TOPUPS, COMPLETED, TOLD, "24", "30", "38", "43");
        made(TOPUPS, COMPLETED, LOST, "31", "33", "35", "36", "40", "41");
        made(TOPUPS, FAILED, TOLD, "21", "22");
        made(TOPUPS, null, TOLD, "20", "23", "37");
        unmade(TOPUPS, null, LOST, "32", "34", "39", "42", "46");
        unmade(TOPUPS, REJECTED, TOLD, "00", "02", "03", "04");

        made(OTPS, COMPLETED, TOLD, "21", "30", "38", "43", "44");
        made(OTPS, null, LOST, "31", "33", "35", "36", "37", "40", "41");
        unmade(OTPS, null, LOST, "32", "34", "39", "42", "46");
        unmade(OTPS, FAILED, TOLD, "07", "08", "09");
        unmade(OTPS, REJECTED, TOLD, "00", "01", "02", "05");

        made(LICENCES, COMPLETED, TOLD, "slow:300", "throttle:2");
        made(LICENCES, COMPLETED, LOST, "reset-after:1", "error-500-after:1", "garbled:1");
        made(LICENCES, null, LOST, "wrong-echo", "unreadable");
        unmade(LICENCES, COMPLETED, LOST, "reset-before:1", "error-500:1", "unavailable:1", "redirect:1");
        unmade(LICENCES, FAILED, TOLD, "code:404", "code:409");
        unmade(LICENCES, REJECTED, TOLD, "code:400", "code:403");
    }

    /**
     * Whether the double voids the account's token for every call under way. Two of these at once may refuse one call's
     * two tokens, and the order is then rightly rejected: a load has one for each kind of request.
     */
    boolean voidsTheToken() {
        return words.equals("43") || words.equals("44");
    }

    static List<Fate> of(Errand errand) {
        return switch (errand) {
            case EXCHANGE -> EXCHANGES;
            case PAYIN -> PAYINS;
            case TOPUP -> TOPUPS;
            case OTP -> OTPS;
            case LICENCE -> LICENCES;
        };
    }

    private static void made(List<Fate> fates, Status end, boolean told, String... words) {
        for (String one : words) {
            fates.add(new Fate(one, true, end, told));
        }
    }

    private static void unmade(List<Fate> fates, Status end, boolean told, String... words) {
        for (String one : words) {
            fates.add(new Fate(one, false, end, told));
        }
    }
}
