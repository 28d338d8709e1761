package dev.sluice.trace;

import dev.sluice.trace.Part.Side;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An OpenTelemetry collector, which is sent what happened some seconds later, by a thread of its own: what it does not
 * take in time is dropped, and nothing waits for it. Whether an order is traced is decided by who sends it, and else it
 * is.
 */
final class Collector implements Traces, AutoCloseable {

    /** A W3C {@code traceparent}. */
    private static final Pattern PARENT = Pattern
            .compile("(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long END_MILLIS = 2000;
    /** The longest that the contract takes is a requestId, of 64. */
    private static final int LONGEST_VALUE = 128;

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    /** @param endpoint takes OTLP over HTTP, as protobuf */
    Collector(String endpoint, String replica) {
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder().setEndpoint(endpoint).setTimeout(PATIENCE)
                .setMeterProvider(MeterProvider::noop).build();
        provider = SdkTracerProvider.builder()
                .setSpanLimits(SpanLimits.builder().setMaxAttributeValueLength(LONGEST_VALUE).build())
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "sluice",
                                AttributeKey.stringKey("service.instance.id"), replica))))
                .addSpanProcessor(BatchSpanProcessor.builder(new Taken(exporter)).setExporterTimeout(PATIENCE)
                        .setScheduleDelay(Duration.ofSeconds(1)).build())
                .build();
        tracer = provider.get("dev.sluice");
    }

    @Override
    public Part begin(Side side, String name, @Nullable String parent, long ago) {
        return begun(side, name, within(parent), ago);
    }

    private static Context within(@Nullable String parent) {
        Matcher written = PARENT.matcher(parent == null ? "" : parent);
        return !written.matches() ? Context.root()
                : Context.root().with(Span.wrap(SpanContext.createFromRemoteParent(written.group(1), written.group(2),
                        TraceFlags.fromHex(written.group(3), 0), TraceState.getDefault())));
    }

    private Part begun(Side side, String name, Context within, long ago) {
        SpanBuilder span = tracer.spanBuilder(name).setParent(within).setSpanKind(switch (side) {
            case TAKES -> SpanKind.CONSUMER;
            case WORKS -> SpanKind.INTERNAL;
            case CALLS -> SpanKind.CLIENT;
            case SENDS -> SpanKind.PRODUCER;
        });
        return new Begun((ago == 0 ? span : span.setStartTimestamp(Instant.now().minusNanos(ago))).startSpan());
    }

    @Override
    public void close() {
        provider.shutdown().join(END_MILLIS, TimeUnit.MILLISECONDS);
    }

    private final class Begun implements Part {

        private final Span span;

        private Begun(Span span) {
            this.span = span;
        }

        @Override
        public Part begin(Side side, String name) {
            return begun(side, name, Context.root().with(span), 0);
        }

        @Override
        public Part says(String name, @Nullable String value) {
            if (value != null) {
                span.setAttribute(name, value);
            }
            return this;
        }

        @Override
        public Part says(String name, long value) {
            span.setAttribute(name, value);
            return this;
        }

        @Override
        public void failed(String why) {
            span.setAttribute("error.type", why).setStatus(StatusCode.ERROR);
        }

        @Override
        public String context() {
            SpanContext context = span.getSpanContext();
            return "00-" + context.getTraceId() + "-" + context.getSpanId() + "-" + context.getTraceFlags().asHex();
        }

        @Override
        public void end() {
            span.end();
        }
    }
}
