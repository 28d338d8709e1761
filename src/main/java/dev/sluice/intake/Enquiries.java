package dev.sluice.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.Contract;
import dev.sluice.intake.Callers.Caller;
import dev.sluice.json.Json;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Ledger;
import dev.sluice.outcome.Category;
import dev.sluice.queue.Queues;
import dev.sluice.step.Letter;
import dev.sluice.step.Letters;
import dev.sluice.trace.Part;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Tells an upstream system how its own request stands, by the ledger alone: no provider is called, nothing is written,
 * and a request of another tenant is as unknown as one that never was.
 */
@Singleton
class Enquiries {

    /** The operation that a refused enquiry is answered under, which is no provider's. */
    private static final String STATUS = Queues.STATUS;

    private final Contract contract;
    private final Ledger ledger;
    private final Letters letters;

    Enquiries(Contract contract, Ledger ledger, Letters letters) {
        this.contract = contract;
        this.ledger = ledger;
        this.letters = letters;
    }

    /** @throws Refused where the enquiry breaks a rule, or there is no result to tell */
    Letter answer(String family, ObjectNode enquiry, Arrival arrival, Caller caller, Part part) throws Refused {
        String fault = contract.checkEnquiry(enquiry).map(violation -> violation.text()).orElse(null);
        if (fault != null) {
            throw new Refused(Category.VALIDATION, fault);
        }
        Key key = new Key(family, caller.tenant(), enquiry.path("requestId").asText());
        part.says("requestId", key.requestId()).says("operation", STATUS);
        Ledger.Standing standing = ledger.standing(key).orElseThrow(() -> new Refused(Category.NOT_FOUND,
                "the ledger knows no such request; that says nothing of whether it was sent"));
        if (standing.newest() == null) {
            throw new Refused(Category.OUTCOME_UNKNOWN, "the request is known and has no result yet");
        }
        return letters.result(Json.write(Json.own(standing.newest()).put("replayed", true)), caller.tenant(),
                arrival.replyTo(), arrival.correlationId(), part.context());
    }

    /**
     * What may be repeated in the refusal of an enquiry.
     *
     * @param requestId of the request that it asks about, where that could be read
     */
    static ObjectNode believed(@Nullable String requestId) {
        return Json.object().put("requestId", requestId).put("operation", STATUS);
    }
}
