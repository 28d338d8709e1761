package dev.sluice.cli;

import io.smallrye.config.common.MapBackedConfigSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** The Sluice of this folder that runs on this machine: what its port of health and metrics says, and its process. */
public final class RunningSluice {

    private static final int COMMAND_LINE = 400;
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(2);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

    /** @param arguments as it was started, the program first */
    public record Process(long pid, List<String> arguments) {
    }

    private final String address;

    /** Where its settings have it listen. */
    public RunningSluice(Config config) {
        Optional<String> own = text(config, "sluice.management.port");
        String host = text(config, own.isPresent() ? "sluice.management.host" : "quarkus.http.host").orElse("0.0.0.0");
        String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1"
                : host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        address = "http://" + reachable + ":" + own.or(() -> text(config, "quarkus.http.port")).orElse("8080");
    }

    /** @param address as of health and metrics, such as {@code http://sluice-0:8080} */
    public RunningSluice(String address) {
        this.address = address.replaceFirst("/+$", "");
    }

    /** @throws Problem where nobody answers there; a status such as 503 is an answer */
    public String get(String path) {
        return answer(path).body();
    }

    /** @throws Problem where nobody answers there, or with another status than 200 */
    public String found(String path) {
        HttpResponse<String> answer = answer(path);
        if (answer.statusCode() != 200) {
            throw Problem.failed(address + path + " answers HTTP " + answer.statusCode()
                    + "; is that the port of health and metrics of a Sluice?");
        }
        return answer.body();
    }

    private HttpResponse<String> answer(String path) {
        try {
            HttpClient client = HttpClient.newBuilder().connectTimeout(LONGEST_CONNECT).build();
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(address + path)).timeout(LONGEST_ANSWER).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 404) {
                throw Problem.failed(address + " has no " + path + "; give sluice.management.port and"
                        + " quarkus.http.port as the running Sluice has them.");
            }
            return answer;
        } catch (IOException | IllegalArgumentException e) {
            throw Problem.failed("no Sluice answers at " + address + "; run this beside it, and set"
                    + " SLUICE_MANAGEMENT_PORT or QUARKUS_HTTP_PORT as it has it.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.failed("interrupted", e);
        }
    }

    /** The process that runs in this folder, where the system shows it to this user. */
    public static Optional<Process> process(Path home) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            Path folder = home.toRealPath();
            for (Path one : all) {
                List<String> arguments = arguments(one);
                int jar = arguments.indexOf("-jar");
                if (jar >= 0 && jar + 1 < arguments.size() && arguments.get(jar + 1).endsWith("quarkus-run.jar")
                        && isIn(folder, one)) {
                    return Optional.of(new Process(Long.parseLong(Objects.requireNonNull(one.getFileName()).toString()),
                            arguments));
                }
            }
        } catch (IOException e) {
            // A system that shows no processes as files.
        }
        return Optional.empty();
    }

    /** The settings that it was given on its command line, as {@code -D}. */
    public static ConfigSource given(Path home) {
        Map<String, String> settings = new HashMap<>();
        process(home).ifPresent(process -> process.arguments().stream()
                .filter(argument -> argument.startsWith("-D") && argument.indexOf('=') > 2)
                .forEach(argument -> settings.put(argument.substring(2, argument.indexOf('=')),
                        argument.substring(argument.indexOf('=') + 1))));
        return new MapBackedConfigSource("-D", settings, COMMAND_LINE) {
        };
    }

    private static List<String> arguments(Path process) {
        try {
            return List.of(Files.readString(process.resolve("cmdline")).split("\0", -1));
        } catch (IOException e) {
            // Of another user, or gone.
            return List.of();
        }
    }

    private static boolean isIn(Path folder, Path process) {
        try {
            return process.resolve("cwd").toRealPath().equals(folder);
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<String> text(Config config, String name) {
        return config.getOptionalValue(name, String.class).map(String::strip).filter(text -> !text.isEmpty());
    }
}
