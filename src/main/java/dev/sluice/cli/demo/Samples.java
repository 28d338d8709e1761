package dev.sluice.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The demo's requests in the order of their rows, and the effects that they must have had at the doubles. */
record Samples(List<Sample> all, List<Effect> effects) {

    static final String RESOURCE = "/demo/samples.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** So many of this kind at this provider, no more and no fewer. */
    record Effect(String provider, String kind, int count) {
    }

    static Samples read() {
        try (InputStream in = Samples.class.getResourceAsStream(RESOURCE)) {
            return of(JSON.readTree(in));
        } catch (IOException e) {
            throw new IllegalStateException(RESOURCE + " cannot be read", e);
        }
    }

    static Samples of(JsonNode file) {
        List<Effect> effects = new ArrayList<>();
        file.path("effects").forEach(effect -> effects.add(new Effect(effect.path("provider").asText(),
                effect.path("kind").asText(), effect.path("count").asInt())));
        List<Sample> samples = new ArrayList<>();
        for (JsonNode sample : file.path("samples")) {
            samples.add(sample(sample, "demo-" + (samples.size() + 1), samples));
        }
        return new Samples(List.copyOf(samples), List.copyOf(effects));
    }

    private static Sample sample(JsonNode sample, String key, List<Sample> before) {
        String sameAs = sample.path("sameAs").asText(null);
        Sample original = before.stream().filter(s -> s.requestId().equals(sameAs)).findFirst().orElse(null);
        JsonNode request = sample.path("request");
        String requestId = original == null ? request.path("requestId").asText() : sameAs;
        return new Sample(key, sample.path("shows").asText(), sample.path("note").asText(),
                sample.path("queue").asText(), requestId, original == null ? request.toString() : original.body(),
                sample.path("after").asText(sameAs), expected(sample.path("expect")));
    }

    private static Sample.Expected expected(JsonNode expect) {
        List<String> through = new ArrayList<>();
        expect.path("through").forEach(status -> through.add(status.asText()));
        return new Sample.Expected(expect.path("status").asText(), expect.path("category").asText(null),
                expect.path("replayed").asBoolean(), through);
    }
}
