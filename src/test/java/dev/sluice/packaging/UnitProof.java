package dev.sluice.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd says of the unit. */
class UnitProof {

    @TempDir
    private Path folder;
    private Path unit;

    /** With a program that is there. */
    @BeforeEach
    void write() throws IOException {
        unit = Files.writeString(folder.resolve("sluice.service"),
                Files.readString(Unit.FILE).replace("ExecStart=/opt/sluice/sluice", "ExecStart=/bin/true"));
    }

    @Test
    void itIsWellFormed() throws Exception {
        assertThat(analyze("verify", "--man=no", unit.toString())).isEmpty();
        Files.writeString(unit, Files.readString(unit).replace("ProtectHome=", "ProtectHouse="));
        assertThat(analyze("verify", "--man=no", unit.toString())).contains("ProtectHouse");
    }

    @Test
    void itIsExposedToLittle() throws Exception {
        Matcher level = Pattern.compile("Overall exposure level for sluice.service: ([0-9.]+)")
                .matcher(analyze("security", "--offline=true", "--no-pager", unit.toString()));
        assertThat(level.find()).isTrue();
        assertThat(Double.parseDouble(level.group(1))).isLessThan(2);
    }

    private static String analyze(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "systemd-analyze";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
