package dev.sluice.intake;

import dev.sluice.contract.Contract;
import dev.sluice.contract.Published;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.apache.camel.Exchange;

/** Serves the contract over HTTP. */
@Singleton
@Named("contracts")
@Unremovable
public class Contracts {

    private static final String ROOT = "/contract";

    private final Contract contract;

    Contracts(Contract contract) {
        this.contract = contract;
    }

    /** Answers {@code GET /contract} with the index and {@code GET /contract/<name>} with a document, else 404. */
    public void serve(Exchange exchange) {
        String path = exchange.getMessage().getHeader(Exchange.HTTP_PATH, "", String.class);
        String name = path.substring(path.indexOf(ROOT) + ROOT.length()).replaceFirst("^/", "");
        Optional<Published> published = contract.published(name.isEmpty() ? "index.json" : name);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, published.isPresent() ? 200 : 404);
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE,
                published.map(Published::mediaType).orElse("text/plain"));
        exchange.getMessage().setBody(published.map(Published::body).orElse("There is no such document; see"
                + " /contract\n"));
    }
}
