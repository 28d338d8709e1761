package dev.sluice.bench.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A request: claimed, created, recorded, published. One that comes back with its claim and without a result is asked
 * about first, because nobody knows whether the call was made; one that comes back with a result publishes it again.
 */
public final class Submission implements Step {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final OrderLedger ledger;
    private final Hambit hambit;
    private final JsonNode request;
    private final String requestId;
    private final String step;
    private boolean inDoubt;
    private Optional<Question> question = Optional.empty();
    private Publication publication = Publication.NOTHING;

    private Submission(OrderLedger ledger, Hambit hambit, JsonNode request, String step) {
        this.ledger = ledger;
        this.hambit = hambit;
        this.request = request;
        this.requestId = request.path("requestId").asText();
        this.step = step;
    }

    /** @param step the message's id, which stays when it is delivered again */
    public static Submission begin(OrderLedger ledger, Hambit hambit, String text, String step)
            throws IOException, SQLException {
        Submission submission = new Submission(ledger, hambit, JSON.readTree(text), step);
        if (ledger.claim(submission.requestId, step, text)) {
            submission.create();
        } else {
            submission.again(ledger.claimed(submission.requestId));
        }
        return submission;
    }

    private void create() throws IOException {
        question = Optional.of(hambit.create(request));
    }

    private void again(OrderLedger.Claimed claimed) throws IOException, SQLException {
        if (!claimed.step().equals(step)) {
            Recorded newest = claimed.newest().orElseThrow(() -> new IOException(requestId + " is under way"));
            publication = new Publication(Optional.of(newest), Optional.empty());
            return;
        }
        Optional<Recorded> own = ledger.recorded(requestId, step);
        if (own.isPresent()) {
            publication = Publication.of(own.get(), Results.metadata(request));
        } else {
            inDoubt = true;
            question = Optional.of(hambit.ask(requestId, ""));
        }
    }

    @Override
    public Optional<Question> question() {
        return question;
    }

    @Override
    public void answered(byte[] body) throws IOException, SQLException {
        Answer answer = inDoubt ? hambit.found(body, requestId) : hambit.created(body, requestId, request);
        inDoubt = false;
        if (answer.kind() == Answer.Kind.NO_SUCH_ORDER) {
            create();
            return;
        }
        question = Optional.empty();
        Recorded result = Results.accepted(requestId, step, request, answer);
        if (ledger.record(result)) {
            publication = Publication.of(result, Results.metadata(request));
        }
    }

    @Override
    public Publication publication() {
        return publication;
    }
}
