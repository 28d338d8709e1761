package dev.sluice.trace;

import dev.sluice.watch.Tally;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;

/** Tells, once a minute, that spans were not taken; nothing else is done about it. */
final class Taken implements SpanExporter {

    private final Tally tally = new Tally(
            "Traces were dropped, for the collector at sluice.traces.url did not take them: %s");
    private final SpanExporter exporter;

    Taken(SpanExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> {
            if (!result.isSuccess()) {
                tally.count("a batch of spans");
            }
        });
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
