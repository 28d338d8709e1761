package dev.sluice.lane;

import dev.sluice.broker.Crowd;
import dev.sluice.broker.Delivery;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Outcome;
import dev.sluice.provider.Account;
import dev.sluice.provider.Breaker;
import dev.sluice.provider.Operation.Lost;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import dev.sluice.step.Aside;
import dev.sluice.step.Letters;
import dev.sluice.step.Step;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.CamelEvent.CamelContextStoppingEvent;
import org.apache.camel.support.SynchronizationAdapter;
import org.jboss.logging.Logger;

/** The gates of all accounts, and what each learns from the calls that it let through. */
@Singleton
@Named("gates")
@Unremovable
public class Gates {

    private static final Logger LOG = Logger.getLogger(Gates.class);
    private static final String PING = "ping";

    private final Map<Lane, Gate> gates = new LinkedHashMap<>();
    private final Lanes lanes;
    private final ProducerTemplate template;
    private final Crowd crowd;
    private final Letters letters;
    private final Aside aside;
    private final CountDownLatch stop = new CountDownLatch(1);

    Gates(Lanes lanes, Providers providers, Clock clock, ProducerTemplate template, MeterRegistry metrics,
          Crowd crowd, Letters letters, Aside aside) {
        this.letters = letters;
        this.aside = aside;
        this.lanes = lanes;
        this.template = template;
        this.crowd = crowd;
        for (Lane lane : lanes.all()) {
            Provider provider = providers.get(lane.provider());
            boolean pings = provider.calls().containsKey(PING);
            Account account = provider.account(lane.account());
            Gate gate = new Gate(account, clock, () -> !pings || answersPing(lane), stop,
                    held -> tell(lane, account.breaker(), held));
            gates.put(lane, gate);
            Gauge.builder("sluice.breaker.open", gate, it -> it.told() == null ? 0 : 1)
                    .description("1 while calls of an account are held back because they fail")
                    .tags("provider", lane.provider(), "account", lane.account()).register(metrics);
        }
    }

    void stop(@Observes CamelContextStoppingEvent event) {
        stop.countDown();
    }

    /**
     * Returns once the step may call its provider, and learns from the call when the exchange is done. The message goes
     * back to its queue where Sluice stops first, or where the broker has taken it back meanwhile.
     */
    public void enter(Exchange exchange, String provider) throws InterruptedException {
        Delivery delivery = Delivery.of(exchange);
        if (delivery.is(Letters.LATE)) {
            return;
        }
        Gate gate = gates.get(lanes.of(provider, Objects.requireNonNullElse(delivery.property("account"), "")));
        boolean submission = !exchange.getVariable("asks", false, Boolean.class);
        boolean entered = (!submission || crowd.admits()) && gate.enter(submission);
        if (!entered || delivery.isVoid()) {
            if (entered) {
                gate.unused(submission);
            }
            exchange.setRollbackOnly(true);
            return;
        }
        exchange.setVariable("triesCredentials", gate.triesCredentials());
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                learn(gate, submission, done);
            }
        });
    }

    /** What an operator is told of an account, null where its calls are not held back. */
    public String told(String provider, String account) {
        Gate gate = gates.get(lanes.of(provider, account));
        return gate == null ? null : gate.told();
    }

    /** From then on a call may end because Sluice does, which tells nothing of the provider. */
    private void learn(Gate gate, boolean submission, Exchange done) {
        Outcome outcome = done.getVariable("outcome", Outcome.class);
        if (outcome == null || stop.getCount() == 0) {
            gate.unused(submission);
            return;
        }
        Step step = done.getVariable("step", Step.class);
        boolean once = !step.asking() && step.operation().lost() != Lost.REPEAT;
        int http = done.getVariable("handedOver", false, Boolean.class) ? done.getVariable("http", 0, Integer.class) : 0;
        if (outcome.retryAfter() != null) {
            gate.pause(outcome.retryAfter());
        }
        if (outcome.refusesCredentials()) {
            gate.refused(submission, step.entry().key());
        } else if (isFailure(outcome, http)) {
            gate.failed(submission, once, outcome.error().category());
        } else if (http > 0) {
            gate.answered(submission, once);
        } else {
            gate.unused(submission);
        }
    }

    /** The provider is not well: it was not reached, gave no answer, none of its own or a server's error, or says that it cannot for now. */
    private static boolean isFailure(Outcome outcome, int http) {
        return switch (outcome.kind()) {
            case NOT_DONE -> true;
            case UNKNOWN -> http == 0 || http >= 500 || outcome.wordless();
            case NOT_SENT -> outcome.error().category() == Category.UNAVAILABLE;
            default -> false;
        };
    }

    private boolean answersPing(Lane lane) {
        Exchange answer = template.request("direct:" + lane.provider() + "-http", exchange -> {
            exchange.setVariable("provider", lane.provider());
            exchange.setVariable("account", lane.account());
            exchange.setVariable("path", PING);
        });
        int http = answer.getException() == null ? answer.getVariable("http", 0, Integer.class) : 0;
        return http > 0 && http < 500 && http != 429;
    }

    private void tell(Lane lane, Breaker breaker, String held) {
        if (held == null) {
            LOG.infof("%s/%s: the provider answers again, nothing is held back", lane.provider(), lane.account());
        } else if (held.equals(Breakers.REFUSED)) {
            LOG.warnf("%s/%s: the provider refused the account's credentials for %d requests in a row, so its work waits on its"
                    + " queue; mend them: a file that changes counts at once, else one call in a while finds out whether they"
                    + " are taken again", lane.provider(), lane.account(), Breakers.MOST_REFUSALS);
            CompletableFuture.runAsync(() -> aside.send(() -> letters.refusedCredentials(lane),
                    "A message on sluice.attention"));
        } else {
            LOG.warnf("%s/%s: %d in a row failed, so %s for %s, then one is tried; work waits on its queue", lane.provider(),
                    lane.account(), breaker.failures(), held, breaker.open().toString().substring(2).toLowerCase(Locale.ROOT));
        }
    }
}
