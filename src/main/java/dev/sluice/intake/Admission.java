package dev.sluice.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.Contract;
import dev.sluice.ledger.Elsewhere;
import dev.sluice.ledger.Ledger;
import dev.sluice.provider.Providers;
import dev.sluice.step.Submission;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes of a request that can be read, and keeps to all rules, what is passed on. */
@Singleton
public class Admission {

    private final Contract contract;
    private final Rules rules;
    private final Kept kept;
    private final Clock clock;

    @Inject
    Admission(Contract contract, Rules rules, Kept kept, Clock clock) {
        this.contract = contract;
        this.rules = rules;
        this.kept = kept;
        this.clock = clock;
    }

    public Admission(Contract contract, Providers providers, Routing routing, Ledger ledger, Clock clock) {
        this(contract, new Rules(contract, providers, routing, ledger), new Kept(contract, ledger), clock);
    }

    /**
     * Its provider and account are written into the request, and its metadata goes into the envelope.
     *
     * @param queueOf  the provider whose own queue it came by, none on the shared queue
     * @param envelope in which whose it is stands already
     * @throws Refused for the first rule that it breaks
     */
    public Submission of(String family, ObjectNode request, @Nullable String queueOf, ObjectNode envelope)
            throws Refused {
        Elsewhere otherwise = rules.admit(family, Submission.tenant(envelope), request, queueOf);
        String member = Objects.requireNonNull(contract.member(family), family);
        envelope.set("metadata", request.remove("metadata"));
        if (otherwise != null) {
            otherwise.putInto(envelope);
        }
        boolean expired = request.has("expiresAt")
                && OffsetDateTime.parse(request.path("expiresAt").asText()).toInstant().isBefore(clock.instant());
        return new Submission(family, request, kept.hash(request, member), kept.document(request, member), envelope,
                expired);
    }
}
