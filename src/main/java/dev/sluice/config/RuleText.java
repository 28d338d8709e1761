package dev.sluice.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What {@code rules.yaml} says of a rule.
 *
 * @param finds        what breaks it
 * @param why          why that matters
 * @param mend         what to do then
 * @param isNote       whether what it finds stops nothing
 * @param isAcceptable whether a comment beside the line may accept what it finds
 */
public record RuleText(String finds, String why, String mend, @JsonProperty("note") boolean isNote,
        @JsonProperty("accept") boolean isAcceptable) {

    private static final Map<String, RuleText> ALL = read();

    public static RuleText of(Rule rule) {
        return Objects.requireNonNull(ALL.get(rule.id()), rule.id());
    }

    private static Map<String, RuleText> read() {
        try (InputStream rules = RuleText.class.getResourceAsStream("/rules.yaml")) {
            Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(rules);
            return new ObjectMapper().convertValue(read, new TypeReference<Map<String, RuleText>>() {
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
