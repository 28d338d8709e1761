package dev.sluice.call;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangeExtension;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;

/**
 * A provider's own flow, run as a part of a step: whatever it does to end more than itself, the step goes on after it,
 * on its own thread, and knows how it ended.
 */
final class ProviderFlow {

    private ProviderFlow() {
    }

    /** @return what the flow failed with, where it did not come to its end */
    static @Nullable Exception run(ProducerTemplate template, String flow, Exchange exchange) {
        template.send("direct:" + flow, exchange);
        return end(exchange);
    }

    /**
     * Takes from the exchange all by which a flow would have its caller end too.
     *
     * @return what the flow failed with, also where an error handler took that for settled; nothing where it came to
     * its end
     */
    static @Nullable Exception end(Exchange exchange) {
        ExchangeExtension marks = exchange.getExchangeExtension();
        boolean handled = marks.isErrorHandlerHandledSet() && marks.isErrorHandlerHandled();
        boolean cut = handled || exchange.isRouteStop() || exchange.isRollbackOnly() || exchange.isRollbackOnlyLast();
        Exception failure = exchange.getException();
        if (failure == null && handled) {
            failure = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Exception.class);
        }
        exchange.setException(null);
        exchange.setRouteStop(false);
        exchange.setRollbackOnly(false);
        exchange.setRollbackOnlyLast(false);
        marks.setErrorHandlerHandled(null);
        marks.setRedeliveryExhausted(false);
        return failure == null && cut ? new Slip("the route ends the whole step instead of itself") : failure;
    }
}
