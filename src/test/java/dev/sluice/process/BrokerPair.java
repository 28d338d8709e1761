package dev.sluice.process;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Two brokers with one store, as {@code k8s/components/arkmq} has them: one serves, the other waits for its lock. */
final class BrokerPair implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final Path folder;
    private final List<Integer> ports = Workplace.freePorts(2);
    private final OutsideBroker[] pair = new OutsideBroker[2];

    BrokerPair(Path folder) {
        this.folder = folder;
    }

    void start() throws IOException {
        pair[0] = OutsideBroker.sharing(ports.get(0), folder);
        awaitServing();
        pair[1] = OutsideBroker.sharing(ports.get(1), folder);
    }

    List<Integer> ports() {
        return ports;
    }

    /** As sluice.broker.url has it. */
    static String url(List<String> places) {
        return places.stream().map(place -> "tcp://" + place).collect(Collectors.joining(",", "(", ")"));
    }

    /** Kills the one that serves, and returns once the other does. The killed one comes back and waits. */
    void failOver() throws IOException {
        int served = pair[0].listens() ? 0 : 1;
        pair[served].kill();
        awaitServing();
        pair[served] = OutsideBroker.sharing(ports.get(served), folder);
    }

    /** Bytes that both have given to the disk. */
    long written() throws IOException {
        long written = 0;
        for (OutsideBroker one : pair) {
            written += one.written();
        }
        return written;
    }

    private void awaitServing() {
        await().atMost(LONGEST).until(() -> Stream.of(pair).anyMatch(one -> one != null && one.listens()));
    }

    @Override
    public void close() {
        Stream.of(pair).filter(Objects::nonNull).forEach(OutsideBroker::close);
    }
}
