package dev.sluice.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.provider.Providers;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.Exchange;

/** Makes the contract of the configured providers and serves it over HTTP. */
@Singleton
@Named("contracts")
@Unremovable
public class Contracts {

    private static final String ROOT = "/contract";

    @Produces
    @Singleton
    Contract contract(Providers providers) {
        Map<String, JsonNode> files = new TreeMap<>();
        providers.all().forEach(provider -> files.put(provider.name(), provider.file()));
        try {
            return new Contract("contract", files);
        } catch (WrongFields e) {
            throw providers.problem(e.provider(), e.key(), e.reason());
        }
    }

    private final jakarta.enterprise.inject.Instance<Contract> contract;

    Contracts(jakarta.enterprise.inject.Instance<Contract> contract) {
        this.contract = contract;
    }

    /** Answers {@code GET /contract} with the index and {@code GET /contract/<name>} with a document, else 404. */
    public void serve(Exchange exchange) {
        String path = exchange.getMessage().getHeader(Exchange.HTTP_PATH, "", String.class);
        String name = path.substring(path.indexOf(ROOT) + ROOT.length()).replaceFirst("^/", "");
        Optional<Published> published = contract.get().published(name.isEmpty() ? "index.json" : name);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, published.isPresent() ? 200 : 404);
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, published.map(Published::mediaType).orElse("text/plain"));
        exchange.getMessage().setBody(published.map(Published::body).orElse("There is no such document; see /contract\n"));
    }
}
