package dev.sluice.call;

import dev.sluice.outcome.Departure;
import dev.sluice.outcome.NotSent;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Bounds what one call may cost, whatever the provider answers: so much time from the wait for a connection to the end
 * of the answer, and {@link #LARGEST_ANSWER} and one bytes of its body, decompressed, in memory; the rest is not read.
 * A call that ends before its request is written ends with {@link NotSent}.
 */
final class BoundedCall implements ExecChainHandler {

    static final int LARGEST_ANSWER = 1 << 20;

    private static final String LEFT = "request left";
    private static final ScheduledThreadPoolExecutor CLOCK = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "call-limit");
        thread.setDaemon(true);
        return thread;
    });

    static {
        CLOCK.setRemoveOnCancelPolicy(true);
    }

    private final long millis;

    BoundedCall(long millis) {
        this.millis = millis;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Future<?> end = CLOCK.schedule(((Cancellable) scope.originalRequest)::cancel, millis, TimeUnit.MILLISECONDS);
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            takeBody(response, scope);
            return response;
        } catch (IOException e) {
            IOException why = end.isDone() ? new InterruptedIOException("the call took longer than " + millis + " ms") : e;
            throw scope.clientContext.getAttribute(LEFT) == null ? new NotSent(why) : why;
        } finally {
            end.cancel(false);
        }
    }

    /** The last step before the request is written; the connection stands, and the provider is who it should be. */
    static ClassicHttpResponse leaving(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        scope.clientContext.setAttribute(LEFT, true);
        Departure.leaves();
        return chain.proceed(request, scope);
    }

    private static void takeBody(ClassicHttpResponse response, ExecChain.Scope scope) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return;
        }
        byte[] body = entity.getContent().readNBytes(LARGEST_ANSWER + 1);
        if (body.length > LARGEST_ANSWER) {
            scope.execRuntime.discardEndpoint();
        }
        response.setEntity(new ByteArrayEntity(body, null));
        // Camel would decompress once more what sounds like gzip.
        response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
    }
}
