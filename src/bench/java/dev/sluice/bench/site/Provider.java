package dev.sluice.bench.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The provider, one process for all runs. */
public final class Provider implements AutoCloseable {

    /**
     * What happened there since a run began.
     *
     * @param twice    orders that were to be created although they were there
     * @param unsigned calls whose signature is wrong
     */
    public record Tally(int created, int twice, int unsigned) {
    }

    private static final Duration START = Duration.ofSeconds(60);

    private final Child child;
    private final String url;

    private Provider(Child child, String url) {
        this.child = child;
        this.url = url;
    }

    static Provider start(Path folder) throws IOException, InterruptedException {
        Child child = Child.program("provider", folder.resolve("provider"), "-Xmx512m", ProviderProgram.class,
                List.of(), Map.of(), ProviderProgram.READY);
        return new Provider(child, child.awaitLine(START).substring(ProviderProgram.READY.length()));
    }

    public String url() {
        return url;
    }

    /** Forgets all orders and answers after this many milliseconds from now on. */
    void begin(int latencyMs) throws IOException {
        ask(ProviderProgram.BEGIN + latencyMs);
    }

    public Tally tally() throws IOException {
        JsonNode tally = ask(ProviderProgram.TALLY);
        return new Tally(tally.path("created").asInt(), tally.path("twice").asInt(), tally.path("unsigned").asInt());
    }

    private JsonNode ask(String path) throws IOException {
        try (InputStream in = URI.create(url + path).toURL().openStream()) {
            return new ObjectMapper().readTree(in);
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
