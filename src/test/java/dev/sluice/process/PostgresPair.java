package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A PostgreSQL server and its standby, which has each commit before it is confirmed. Run by Debian's user for it. */
final class PostgresPair implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final List<String> BY_ITS_USER = List.of("setpriv", "--reuid=postgres", "--regid=postgres",
            "--clear-groups");

    private final Path folder;
    private final Path log;
    private final List<Integer> ports = Workplace.freePorts(2);
    private Process primary;
    private Process standby;

    /** @param folder that everybody may enter */
    PostgresPair(Path folder) {
        this.folder = folder;
        this.log = folder.resolve("log");
    }

    void start() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Files.setOwner(folder,
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
        run("initdb", "-A", "trust", "-U", "postgres", "-D", data("primary"));
        primary = start("primary", 0, "-c", "synchronous_standby_names=*");
        await().atMost(LONGEST).until(() -> listens(0));
        run("pg_basebackup", "-h", "127.0.0.1", "-p", ports.get(0).toString(), "-U", "postgres", "-R", "-X", "stream",
                "-c", "fast", "-D", data("standby"));
        standby = start("standby", 1);
        await().atMost(LONGEST).until(this::isSynchronous);
    }

    List<Integer> ports() {
        return ports;
    }

    /** Whichever of the places can be written to. */
    static String url(List<String> places) {
        return "jdbc:postgresql://" + String.join(",", places) + "/postgres?targetServerType=primary";
    }

    Connection connection() throws SQLException {
        return DriverManager.getConnection(
                url(ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.toList())), "postgres", "");
    }

    /** Kills the primary, as a power cut does, and lets the standby take over. */
    void failOver() throws IOException, InterruptedException {
        kill(primary);
        run("pg_ctl", "promote", "-w", "-D", data("standby"));
    }

    /** The folder of Debian's programs, the newest. */
    static Path programs() throws IOException {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return versions;
        }
        try (Stream<Path> all = Files.list(versions)) {
            return all.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("pg_basebackup"))).max(Path::compareTo)
                    .orElse(versions);
        }
    }

    private boolean isSynchronous() {
        try (Connection connection = connection();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT sync_state FROM pg_stat_replication")) {
            return row.next() && row.getString(1).equals("sync");
        } catch (SQLException e) {
            return false;
        }
    }

    private boolean listens(int which) {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), ports.get(which))) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private String data(String which) {
        return folder.resolve(which).toString();
    }

    private Process start(String which, int port, String... settings) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-D", data(which), "-p", ports.get(port).toString(), "-c",
                "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="));
        arguments.addAll(List.of(settings));
        return program("postgres", arguments);
    }

    private void run(String name, String... arguments) throws IOException, InterruptedException {
        int code = program(name, List.of(arguments)).waitFor();
        assertThat(code).as(() -> name + " says\n" + log()).isZero();
    }

    private Process program(String name, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(BY_ITS_USER);
        command.add(programs().resolve(name).toString());
        command.addAll(arguments);
        return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
    }

    private String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /**
     * All of it at one moment. Killed one after the other, some learn of the end of others before they end, and show
     * what they were about to wait for the standby with.
     */
    private static void kill(Process server) throws IOException, InterruptedException {
        List<ProcessHandle> all = Stream.concat(server.descendants(), Stream.of(server.toHandle())).toList();
        List<String> stop = new ArrayList<>(List.of("kill", "-STOP"));
        all.forEach(one -> stop.add(Long.toString(one.pid())));
        new ProcessBuilder(stop).start().waitFor();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().join());
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (Process server : new Process[]{primary, standby}) {
            if (server != null && server.isAlive()) {
                kill(server);
            }
        }
    }
}
