package dev.sluice.bench.program;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;

/** A poll: the provider is asked, and what ends the order is recorded and published; else it is asked again later. */
public final class Asking implements Step {

    private final OrderLedger ledger;
    private final Hambit hambit;
    private final Poll poll;
    private Optional<Question> question;
    private Publication publication = Publication.NOTHING;

    private Asking(OrderLedger ledger, Hambit hambit, Poll poll) throws IOException {
        this.ledger = ledger;
        this.hambit = hambit;
        this.poll = poll;
        this.question = Optional.of(hambit.ask(poll.requestId(), poll.reference()));
    }

    public static Asking begin(OrderLedger ledger, Hambit hambit, String text) throws IOException {
        return new Asking(ledger, hambit, Poll.read(text));
    }

    @Override
    public Optional<Question> question() {
        return question;
    }

    @Override
    public void answered(byte[] body) throws IOException, SQLException {
        Answer answer = hambit.found(body, poll.requestId());
        question = Optional.empty();
        switch (answer.kind()) {
            case COMPLETED, FAILED -> end(Results.ended(poll.requestId(), poll.step(), poll.metadata(), answer));
            case UNDER_WAY -> publication = new Publication(Optional.empty(), Optional.of(poll));
            case ACCEPTED, NO_SUCH_ORDER -> throw new IOException("the provider forgot " + poll.requestId());
        }
    }

    private void end(Recorded result) throws SQLException {
        Optional<Recorded> recorded = ledger.record(result) ? Optional.of(result)
                : ledger.recorded(poll.requestId(), poll.step());
        publication = new Publication(recorded, Optional.empty());
    }

    @Override
    public Publication publication() {
        return publication;
    }
}
