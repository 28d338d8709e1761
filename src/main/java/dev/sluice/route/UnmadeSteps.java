package dev.sluice.route;

import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.model.DataFormatDefinition;
import org.apache.camel.model.MarshalDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.UnmarshalDefinition;

/** Steps that Camel can read and this build of it cannot make; Camel says so when it starts, one at a time. */
final class UnmadeSteps {

    static final Set<String> MISSING = Set.of("circuitBreaker", "kamelet", "pausable", "policy", "resumable",
            "saga", "serviceCall", "transacted");

    private final CamelContext camel;
    private final Mistakes mistakes;

    UnmadeSteps(CamelContext camel, Mistakes mistakes) {
        this.camel = camel;
        this.mistakes = mistakes;
    }

    void step(FlowStep step) {
        String name = step.name();
        if (MISSING.contains(name)) {
            mistakes.add(step.mistake(Rule.NOT_BROUGHT, "has " + name + ", which Sluice does not bring: leave that out",
                    name));
        } else if (step.node() instanceof MarshalDefinition marshal) {
            format(step, marshal.getDataFormatType());
        } else if (step.node() instanceof UnmarshalDefinition unmarshal) {
            format(step, unmarshal.getDataFormatType());
        } else if (step.node() instanceof ProcessDefinition process && process.getRef() != null
                && camel.getRegistry().lookupByNameAndType(process.getRef(), Processor.class) == null) {
            mistakes.add(step.mistake(Rule.UNKNOWN_BEAN,
                    "calls the processor " + process.getRef() + ", which there is not: call a bean",
                    process.getRef()));
        }
    }

    private void format(FlowStep step, DataFormatDefinition format) {
        String name = format == null ? null : format.getDataFormatName();
        if (name != null && !isThere(name)) {
            mistakes.add(step.mistake(Rule.NOT_BROUGHT,
                    "has the data format " + name + ", which Sluice does not bring: write jq", name));
        }
    }

    private boolean isThere(String format) {
        try {
            return camel.resolveDataFormat(format) != null;
        } catch (RuntimeException e) {
            return false;
        }
    }
}
