package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.ledger.Key;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The same requestId of two tenants: two orders, of which neither tenant ever hears the other's. */
class TenantsTest extends OneOrder {

    @Test
    void theSameRequestIdOfTwoTenantsIsTwoOrders() {
        Next.Call acme = (Next.Call) submit(of("acme", "a"));
        Next.Call beta = (Next.Call) submit(of("beta", "b"));
        Next.Call nobodys = (Next.Call) submit(of("", "n"));
        List<String> numbers = Stream.of(acme, beta, nobodys)
                .map(call -> call.step().request().path("requestId").asText()).toList();
        assertThat(numbers).doesNotHaveDuplicates().last().isEqualTo("r-1");
        assertThat(numbers.get(0)).isEqualTo(providers.get("hambit").requestIds().orderNumber("acme/r-1", 0));

        Letter ofAcme = record(acme, ended("REF-a")).get(0);
        Letter ofBeta = record(beta, failure(Kind.REFUSED, Category.VALIDATION, null)).get(0);
        assertThat(ofAcme.queue()).isEqualTo("orders.results.acme");
        assertThat(ofBeta.queue()).isEqualTo("orders.results.beta");
        assertThat(Json.own((String) ofAcme.body()).path("requestId").asText()).isEqualTo("r-1");
        assertThat(record(nobodys, ended("REF-n")).get(0).queue()).isEqualTo("orders.results");
    }

    @Test
    void aDuplicateHearsWhatItsOwnTenantHeard() {
        record(submit(of("acme", "a")), completed());
        assertThat(submit(of("beta", "b"))).isInstanceOf(Next.Call.class);
        assertThat(letters(submit(of("acme", "again")))).singleElement().satisfies(replay -> {
            assertThat(replay.queue()).isEqualTo("orders.results.acme");
            assertThat(replay.properties()).containsEntry("status", "COMPLETED");
        });
        // Nothing is recorded for this one yet, whatever was for the other's: it comes back.
        assertThat(letters(submit(of("beta", "again-b")))).singleElement()
                .satisfies(waits -> assertThat(waits.queue()).isEqualTo("sluice.submit.hambit"));
    }

    @Test
    void whatComesBackAndWhatFollowsIsOfTheSameTenant() {
        Letter order = of("acme", "a");
        List<Letter> sent = record(submit(order), failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null));
        assertThat(sent.get(0).queue()).isEqualTo("orders.results.acme");
        assertThat(letters(submit(order))).extracting(Letter::queue, Letter::body)
                .containsExactlyElementsOf(sent.stream().map(letter -> tuple(letter.queue(), letter.body())).toList());
        Letter poll = sent.get(1);
        assertThat(Ask.read((String) poll.body()).key()).isEqualTo(new Key("orders", "acme", "r-1"));
        assertThat(record(ask(poll), completed()).get(0).queue()).isEqualTo("orders.results.acme");
        assertThat(letters(ask(new Letter(poll.queue(), poll.body().toString().replace("acme", "beta"),
                Map.of("step", "other", "attempt", 1), null, null)))).isEmpty();
    }

    @Test
    void aSubmissionThatFollowsAnAskIsOfTheSameTenant() {
        Letter again = denied(of("acme", "a"));
        assertThat(Submission.read((String) again.body()).key()).isEqualTo(new Key("orders", "acme", "r-1"));
        assertThat(submit(again)).isInstanceOf(Next.Call.class);
    }

    @Test
    void anOperatorIsToldWhoseOrderItIs() {
        Letter order = of("acme", "a");
        List<Letter> sent = record(submit(order), failure(Kind.ECHO_MISMATCH, Category.ECHO_MISMATCH, null));
        assertThat(sent).filteredOn(letter -> letter.queue().equals("sluice.attention")).singleElement()
                .satisfies(told -> assertThat(told.properties()).containsEntry("tenant", "acme"));
        assertThat(sent.get(0).properties()).containsEntry("tenant", "acme");
    }

    @Test
    void anIdFromBeforeThereWereTenantsIsRefusedAndNotSent() {
        record(submit(of("", "n")), completed());
        assertThat(letters(submit(of("acme", "a")))).singleElement().satisfies(refused -> {
            assertThat(refused.queue()).isEqualTo("orders.results.acme");
            assertThat(Json.own((String) refused.body()).at("/error/category").asText()).isEqualTo("CONFLICT");
            assertThat((String) refused.body()).contains("a request of no tenant");
        });
    }

    private static Outcome ended(String reference) {
        return new Outcome(Kind.COMPLETED, reference, "8", Json.object(), null, null);
    }

    private Letter of(String tenant, String step) {
        Letter order = request(step, null);
        Submission submission = Submission.read((String) order.body());
        ObjectNode envelope = submission.envelope();
        Submission.putTenant(tenant, envelope);
        return new Letter(order.queue(), submission.write(), order.properties(), null, null);
    }
}
