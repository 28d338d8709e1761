package dev.sluice.process;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Artemis as whoever runs one of their own has it: started with a {@code broker.xml}, and with nothing of Sluice but
 * the guard.
 */
final class ArtemisProcess implements AutoCloseable {

    private static final String MAIN = "org.apache.activemq.artemis.core.server.embedded.Main";

    private final int port;
    private final Process process;

    /** @param core the element {@code core} as docs/deploy.md has it */
    ArtemisProcess(int port, Path folder, String core) throws IOException {
        this.port = port;
        Files.createDirectories(folder.resolve("etc"));
        Files.writeString(folder.resolve("etc/broker.xml"), "<configuration xmlns=\"urn:activemq\">\n"
                + core.replace("tcp://0.0.0.0:61616", "tcp://127.0.0.1:" + port)
                        .replace("<acceptors>", "<security-enabled>false</security-enabled><acceptors>")
                + "\n</configuration>");
        process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-Xmx512m", "-cp", libraries() + File.pathSeparator + guard(), MAIN,
                folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("broker.log").toFile())).start();
        await().atMost(Duration.ofMinutes(3)).until(() -> listens() || !process.isAlive());
    }

    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private boolean listens() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Everything but what is built here. */
    private static String libraries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains(File.separator + "target" + File.separator))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path guard() throws IOException {
        try (Stream<Path> built = Files.list(Path.of(System.getProperty("basedir", ""), "target"))) {
            return built.filter(file -> file.toString().endsWith("-guard.jar")).findFirst().orElseThrow();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
