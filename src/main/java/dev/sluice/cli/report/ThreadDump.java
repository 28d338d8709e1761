package dev.sluice.cli.report;

import dev.sluice.cli.Problem;
import dev.sluice.cli.RunningSluice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What each thread of the running Sluice is at. */
final class ThreadDump {

    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");

    private ThreadDump() {
    }

    /** @throws Problem where it cannot be had */
    static List<String> of(Path home) throws IOException, InterruptedException {
        long pid = RunningSluice.process(home).orElseThrow(() -> Problem.failed("no Sluice of this folder is seen to"
                + " run on this machine; run this beside it, as the user that it runs as.")).pid();
        if (!Files.isExecutable(JCMD)) {
            throw Problem.failed("this Java has no jcmd, which a JDK has; kill -QUIT " + pid
                    + " has Sluice write one to its standard output.");
        }
        Process jcmd = new ProcessBuilder(JCMD.toString(), Long.toString(pid), "Thread.print").redirectErrorStream(true)
                .start();
        List<String> lines = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        if (jcmd.waitFor() != 0) {
            throw Problem.failed("jcmd " + pid + " Thread.print ends with " + jcmd.exitValue() + ": "
                    + lines.stream().reduce((first, last) -> last).orElse("")
                    + "; run this as the user that Sluice runs"
                    + " as.");
        }
        return lines;
    }
}
