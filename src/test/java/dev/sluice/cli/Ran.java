package dev.sluice.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** A command that was run in this process, and what it wrote. */
public record Ran(int exitCode, String out, String err) {

    public static Ran run(Path folder, Map<String, String> environment, String in, String... arguments) {
        return run(folder, environment, in, line -> {}, arguments);
    }

    /** @param listener of each line, which the command waits for */
    public static Ran run(Path folder, Map<String, String> environment, String in, Consumer<String> listener,
            String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings surroundings = new Surroundings(folder, folder, environment,
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)), print(out, listener),
                print(err, line -> {}), Terminal.plain(true));
        int code = Launcher.run(surroundings, arguments);
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream print(ByteArrayOutputStream bytes, Consumer<String> listener) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8) {
            @Override
            public void println(String line) {
                super.println(line);
                listener.accept(line);
            }
        };
    }
}
