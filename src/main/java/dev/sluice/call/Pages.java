package dev.sluice.call;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.passage.Calling;
import dev.sluice.provider.PagesSeen;
import dev.sluice.route.ForProviders;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * Asks for the pages behind the first one of a list. Each is a call as the first, with its token, its signature and its
 * pace; they are read, and so may be asked for again.
 */
@Singleton
@Named("pages")
@Unremovable
public class Pages {

    private final Call call;
    private final Tokens tokens;
    private final Pace pace;
    private final ProducerTemplate template;

    Pages(Call call, Tokens tokens, Pace pace, ProducerTemplate template) {
        this.call = call;
        this.tokens = tokens;
        this.pace = pace;
        this.template = template;
    }

    /** The answer becomes the last page that was asked for; itself where the file says nothing of pages. */
    @ForProviders
    public void follow(Exchange exchange) throws Exception {
        Calling calling = Calling.of(exchange);
        PagesSeen seen = calling.pages();
        while (seen != null && seen.goOn(exchange.getMessage().getBody(JsonNode.class), calling.request(),
                calling.http() / 100 == 2 && calling.unread() == null)) {
            pace.next(calling);
            calling.asksAnew(exchange);
            call.fill(exchange);
            tokens.carry(exchange);
            Exception failure = ProviderFlow.run(template, calling.provider().name() + "-http", exchange);
            if (failure != null) {
                throw failure;
            }
        }
    }
}
