package dev.sluice.webhook;

import dev.sluice.provider.Provider.Timeouts;
import dev.sluice.signing.KeyRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a provider for a key, over HTTP. Follows no redirect, reads no more than a key takes, and waits for no long time. */
final class KeyDocuments {

    /**
     * What was answered.
     *
     * @param body empty but where it is a success
     */
    record Answer(int status, byte[] body) {
    }

    static final int LARGEST = 64 << 10;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private static final String TOO_LONG = "the answer took too long";
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(run -> {
        Thread thread = new Thread(run, "key");
        thread.setDaemon(true);
        return thread;
    });

    private final int connectMillis;
    private final int readMillis;

    KeyDocuments(Timeouts timeouts) {
        connectMillis = millis(timeouts.connect());
        readMillis = millis(timeouts.response());
    }

    private static int millis(Duration wait) {
        return (int) Math.max(1, Math.min(wait.toMillis(), LONGEST_WAIT.toMillis()));
    }

    Answer ask(KeyRequest request) throws IOException {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        HttpURLConnection connection = (HttpURLConnection) request.uri().toURL().openConnection();
        Future<Answer> answer = THREADS.submit(() -> answer(request, connection, end));
        try {
            return answer.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException never) {
            // By another thread, for it may have to wait for the one that reads.
            THREADS.execute(connection::disconnect);
            throw new SocketTimeoutException(TOO_LONG);
        } catch (InterruptedException e) {
            THREADS.execute(connection::disconnect);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } catch (ExecutionException e) {
            // Anything but what was read may hold the address, or a header's value.
            throw e.getCause() instanceof IOException failed ? failed : new IOException("it cannot be asked for");
        }
    }

    private Answer answer(KeyRequest request, HttpURLConnection connection, long end) throws IOException {
        try {
            connection.setConnectTimeout(connectMillis);
            connection.setReadTimeout(readMillis);
            connection.setInstanceFollowRedirects(false);
            connection.setUseCaches(false);
            connection.setRequestMethod(request.method());
            connection.setRequestProperty("Accept", "*/*");
            request.headers().forEach(connection::setRequestProperty);
            if (request.body().length > 0) {
                connection.setDoOutput(true);
                connection.getOutputStream().write(request.body());
            }
            int status = connection.getResponseCode();
            return new Answer(status, status == HttpURLConnection.HTTP_OK ? body(connection, end) : new byte[0]);
        } finally {
            connection.disconnect();
        }
    }

    private static byte[] body(HttpURLConnection connection, long end) throws IOException {
        byte[] read = new byte[LARGEST + 1];
        int length = 0;
        try (InputStream body = connection.getInputStream()) {
            for (int more = 0; more >= 0 && length < read.length; length += Math.max(0, more)) {
                if (System.nanoTime() - end > 0) {
                    throw new SocketTimeoutException(TOO_LONG);
                }
                more = body.read(read, length, read.length - length);
            }
        }
        if (length > LARGEST) {
            throw new IOException("the answer is too long");
        }
        return Arrays.copyOf(read, length);
    }
}
