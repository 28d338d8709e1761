package dev.sluice.pages;

import dev.sluice.cli.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Types what a page says into a shell, in a folder like a clone's. What takes long, or works on a cluster, is a
 * stand-in that writes down how it was called; a few tools are the machine's, and no other is found, so that no page
 * can bring in a command that nobody looks at.
 */
final class Typist {

    private static final List<String> TOOLS = List.of("cp", "cat", "env", "grep", "keytool");
    private static final List<String> OF_A_SYSTEM = List.of("kubectl", "docker", "install", "systemctl",
            "systemd-sysusers", "sha256sum");
    private static final String OWN_CA = "our-ca.pem";
    private static final String WRITES_DOWN = """
            #!/bin/sh
            {
              printf '%%s' "${0##*/}"
              for argument in "$@"; do printf '\\037%%s' "$argument"; done
              printf '\\036'
            } >>'%1$s/calls'
            env | grep -E '^(SLUICE|QUARKUS|JAVA_OPTS)' >>'%1$s/variables'
            case " $* " in *' - '*) cat >>'%1$s/in' ;; esac
            exit 0
            """;

    private final Path folder;
    private final Path notes;

    /** @param folder an empty one */
    Typist(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder.resolve("clone"));
        this.notes = Files.createDirectories(folder.resolve("notes"));
        Path tools = Files.createDirectories(folder.resolve("tools"));
        Path build = Files.createDirectories(this.folder.resolve("src/build"));
        for (Path own : List.of(this.folder.resolve("sluice"), this.folder.resolve("mvnw"),
                build.resolve("checksums.sh"))) {
            script(own, WRITES_DOWN.formatted(notes));
        }
        for (String tool : OF_A_SYSTEM) {
            script(tools.resolve(tool), WRITES_DOWN.formatted(notes));
        }
        script(tools.resolve("openssl"), "#!/bin/sh\necho 5ec7e7\n");
        for (String tool : TOOLS) {
            script(tools.resolve(tool), "#!/bin/sh\nexec '" + machines(tool) + "' \"$@\"\n");
        }
    }

    /** What was called by what was typed: the program's name and its arguments. */
    List<List<String>> calls() throws IOException {
        List<List<String>> calls = new ArrayList<>();
        for (String call : note("calls").split("\036")) {
            if (!call.isEmpty()) {
                calls.add(List.of(call.split("\037", -1)));
            }
        }
        return calls;
    }

    /** The names of variables that were set for it. */
    List<String> variables() throws IOException {
        return note("variables").lines().map(line -> line.split("=")[0]).distinct().toList();
    }

    String in() throws IOException {
        return note("in");
    }

    private String note(String name) throws IOException {
        Path note = notes.resolve(name);
        return Files.exists(note) ? Files.readString(note) : "";
    }

    /** Stops at the first command that fails. */
    Ran type(String text) throws IOException, InterruptedException {
        if (text.contains(OWN_CA) && !Files.exists(folder.resolve(OWN_CA))) {
            makeOwnCa();
        }
        return shell(text);
    }

    private Ran shell(String text) throws IOException, InterruptedException {
        Path err = notes.resolve("err");
        ProcessBuilder shell = new ProcessBuilder(machines("sh").toString(), "-ec", text)
                .directory(folder.toFile()).redirectError(err.toFile());
        shell.environment().keySet().removeIf(name -> name.matches("(SLUICE|QUARKUS|CAMEL|JAVA)_.*"));
        shell.environment().put("JAVA_HOME", System.getProperty("java.home"));
        shell.environment().put("PATH", folder.resolveSibling("tools").toString());
        Process process = shell.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        return new Ran(process.waitFor(), out, Files.readString(err));
    }

    private void makeOwnCa() throws IOException, InterruptedException {
        Ran made = shell("keytool -genkeypair -alias ca -keyalg EC -dname CN=ca -keystore ca.p12 -storepass changeit"
                + " && keytool -exportcert -rfc -alias ca -file " + OWN_CA + " -keystore ca.p12 -storepass changeit");
        if (made.exitCode() != 0) {
            throw new IOException(made.out() + made.err());
        }
    }

    /** The JDK's own, or what is found as a shell finds it. */
    private static Path machines(String tool) {
        return Stream
                .concat(Stream.of(System.getProperty("java.home") + "/bin"),
                        Stream.of(System.getenv("PATH").split(":")))
                .map(place -> Path.of(place, tool)).filter(Files::isExecutable).findFirst()
                .orElseThrow(() -> new AssertionError("the machine has no " + tool));
    }

    private static void script(Path path, String text) throws IOException {
        Files.writeString(path, text);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /**
     * Runs a command of people's as it was called, where neither broker nor ledger is: a wrong command line ends with
     * 2.
     */
    Ran launcher(List<String> arguments) throws IOException {
        Path nowhere = Files.createDirectories(folder.resolve("nowhere"));
        return Ran.run(nowhere, Map.of("SLUICE_BROKER_PORT", "1", "SLUICE_OPERATOR", "ana"),
                in().isBlank() ? "{}" : in(), arguments.toArray(String[]::new));
    }
}
