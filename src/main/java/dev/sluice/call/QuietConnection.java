package dev.sluice.call;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.message.BasicLineParser;
import org.apache.hc.core5.util.Timeout;

/**
 * A connection that is used again only while it is quiet. What waits on it between two calls, read ahead or not,
 * answers no call that is still to come, and on one that the provider has closed a call would count as one whose answer
 * was lost. The look waits for nothing and costs no exception: its socket is a channel's, and is read without blocking.
 * Headers are written in UTF-8, as they were signed: without that, what is no ASCII would go out as something else. And
 * an answer begins with its status line: but for empty lines, what stands before one is not skipped.
 */
final class QuietConnection extends DefaultManagedHttpClientConnection {

    private boolean looking;

    QuietConnection(String id, Http1Config lines) {
        super(id, null, StandardCharsets.UTF_8.newEncoder(), lines, null, null, null, null,
                new DefaultHttpResponseParserFactory(BasicLineParser.INSTANCE, null));
    }

    @Override
    public void bind(Socket socket) throws IOException {
        bind(new Line(socket));
    }

    @Override
    public void bind(SSLSocket tls, Socket socket) throws IOException {
        bind(new Line(tls, socket));
    }

    @Override
    public boolean isStale() {
        looking = true;
        try {
            return super.isStale() || isDataAvailable(Timeout.ZERO_MILLISECONDS);
        } catch (IOException e) {
            return true;
        } finally {
            looking = false;
        }
    }

    private final class Line extends SocketHolder {

        Line(Socket socket) {
            super(socket);
        }

        Line(SSLSocket tls, Socket socket) {
            super(tls, socket);
        }

        @Override
        protected InputStream getInputStream(Socket socket) throws IOException {
            return new FilterInputStream(socket.getInputStream()) {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    return looking ? look(in) : super.read(bytes, offset, length);
                }
            };
        }

        /**
         * 0 where nothing is there. Anything else ends the use of this connection, so it need not be told from its end.
         */
        private int look(InputStream decrypted) throws IOException {
            SocketChannel channel = getBaseSocket().getChannel();
            channel.configureBlocking(false);
            try {
                return decrypted.available() == 0 && channel.read(ByteBuffer.allocate(1)) == 0 ? 0 : -1;
            } finally {
                channel.configureBlocking(true);
            }
        }
    }
}
