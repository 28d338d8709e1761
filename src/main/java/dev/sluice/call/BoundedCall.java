package dev.sluice.call;

import dev.sluice.http.Unpacked;
import dev.sluice.outcome.Departure;
import dev.sluice.outcome.NotSent;
import dev.sluice.outcome.SecondRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Bounds what one call may cost, whatever the provider answers: so much time from the wait for a connection to the end
 * of the answer, and {@link #LARGEST_ANSWER} and one bytes of its body in memory; the rest is not read. A call that
 * ends before its request is written ends with {@link NotSent}. However it ends, here it gives its connection back.
 */
final class BoundedCall implements ExecChainHandler {

    static final int LARGEST_ANSWER = 1 << 20;

    private static final byte[] NOTHING = {};
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
    private final Pool pool;
    private final Way way;

    BoundedCall(long millis, Pool pool, Way way) {
        this.millis = millis;
        this.pool = pool;
        this.way = way;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Header account = request.getFirstHeader(AsWritten.ACCOUNT);
        request.removeHeaders(AsWritten.ACCOUNT);
        way.enter(scope.clientContext, account == null ? "" : account.getValue(),
                scope.route.getTargetHost());
        Future<?> end = CLOCK.schedule(((Cancellable) scope.originalRequest)::cancel, millis, TimeUnit.MILLISECONDS);
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            if (scope.clientContext.getAttribute(LEFT) == null) {
                throw new ProxyRefusal(response.getCode());
            }
            takeBody(response);
            return response;
        } catch (SecondRequest e) {
            throw e;
        } catch (IOException | HttpException | RuntimeException e) {
            if (e instanceof ConnectionRequestTimeoutException) {
                pool.wanted();
            }
            if (scope.clientContext.getAttribute(LEFT) == null) {
                throw new NotSent(e);
            }
            if (end.isDone()) {
                throw new InterruptedIOException("the call took longer than " + millis + " ms");
            }
            throw e;
        } finally {
            end.cancel(false);
            // An answer that was read to its end has given its connection back; after any other end nobody may have it.
            scope.execRuntime.discardEndpoint();
        }
    }

    /** The last step before the request is written; the connection stands, and the provider is who it should be. */
    ClassicHttpResponse leaving(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        AsWritten.address(request);
        Departure.leaves();
        scope.clientContext.setAttribute(LEFT, true);
        pool.used();
        return chain.proceed(request, scope);
    }

    /** Status and headers count whatever becomes of the body: one that cannot be had plain is none. */
    private static void takeBody(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity != null) {
            response.setEntity(new ByteArrayEntity(plain(received(entity, response.getCode()), response), null));
        }
        // Camel would decompress once more what sounds like gzip.
        response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
    }

    /** Of a success that broke off nothing is left; any other status says by itself what it says. */
    private static byte[] received(HttpEntity entity, int status) throws IOException {
        try {
            return entity.getContent().readNBytes(LARGEST_ANSWER + 1);
        } catch (IOException e) {
            if (status >= HttpStatus.SC_OK && status < HttpStatus.SC_REDIRECTION) {
                throw e;
            }
            return NOTHING;
        }
    }

    private static byte[] plain(byte[] body, ClassicHttpResponse response) {
        String codings = Stream.of(response.getHeaders(HttpHeaders.CONTENT_ENCODING)).map(Header::getValue)
                .collect(Collectors.joining(","));
        Unpacked unpacked = Unpacked.of(body, codings, LARGEST_ANSWER);
        return unpacked.state() == Unpacked.State.WHOLE ? unpacked.bytes() : NOTHING;
    }
}
