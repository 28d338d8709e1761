package dev.sluice.route;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.quarkus.main.events.BeforeStart;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Notes at which step an exchange fails: Camel forgets it before anybody can ask. Nothing else stands around a step: what
 * fails is recorded as a failure, or its message comes back, and Camel's own error handler would add nothing to that.
 */
@Singleton
public class FailedSteps implements InterceptStrategy {

    void add(@Observes BeforeStart event, CamelContext camel) {
        camel.getCamelContextExtension().addInterceptStrategy(this);
        camel.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
    }

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext camel, NamedNode node, Processor target, Processor next) {
        RoutePlace place = RoutePlace.of(node);
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                return super.process(exchange, synchronously -> {
                    if (exchange.getException() != null) {
                        FailedStep.note(exchange, place);
                    }
                    callback.done(synchronously);
                });
            }
        };
    }
}
