package dev.sluice.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pages.Variables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What can be said of the unit anywhere; UnitProof asks systemd. */
class UnitTest {

    private static final List<String> SWITCHES = List.of("NoNewPrivileges", "PrivateDevices", "PrivateTmp",
            "PrivateUsers", "ProtectClock", "ProtectControlGroups", "ProtectHome", "ProtectHostname",
            "ProtectKernelLogs", "ProtectKernelModules", "ProtectKernelTunables", "RestrictNamespaces",
            "RestrictRealtime", "RestrictSUIDSGID", "LockPersonality", "RemoveIPC");

    private static Unit unit;

    @BeforeAll
    static void read() throws IOException {
        unit = Unit.read();
    }

    @Test
    void itRunsTheLauncherWithSettingsThatAre() {
        assertThat(unit.one("ExecStart")).isEqualTo(unit.one("WorkingDirectory") + "/sluice run");
        assertThat(unit.all("Environment")).map(variable -> variable.split("=", 2)[0]).contains("SLUICE_DATA")
                .filteredOn(name -> !name.equals("JAVA_OPTS")).allMatch(Variables::isSetting);
        assertThat(unit.all("Environment")).contains("SLUICE_DATA=/var/lib/" + unit.one("StateDirectory"));
    }

    @Test
    void itWaitsUntilSluiceHasDrained() {
        Duration drain = Duration.parse("PT" + Variables.byDefault("sluice.shutdown-timeout"));
        assertThat(Integer.parseInt(unit.one("TimeoutStopSec"))).isGreaterThan((int) drain.plusSeconds(5).toSeconds());
        assertThat(unit.one("SuccessExitStatus")).isEqualTo("143");
    }

    @Test
    void itMayDoNothingThatItNeedNot() {
        assertThat(SWITCHES).allSatisfy(name -> assertThat(unit.all(name)).as(name).containsExactly("yes"));
        assertThat(unit.one("ProtectSystem")).isEqualTo("strict");
        assertThat(unit.one("CapabilityBoundingSet")).isEmpty();
        assertThat(unit.all("SystemCallFilter")).containsExactly("@system-service", "~@privileged");
        assertThat(unit.one("User")).isNotEqualTo("root");
        assertThat(unit.all("MemoryDenyWriteExecute")).as("no JVM starts with it").isEmpty();
    }

    @Test
    void itsUserIsMadeByTheFileBesideIt() throws IOException {
        assertThat(Files.readAllLines(Path.of("deploy/sluice.sysusers")))
                .anyMatch(line -> line.startsWith("u " + unit.one("User") + " "));
    }
}
