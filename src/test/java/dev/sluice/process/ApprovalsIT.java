package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.broker.BrokerRole;
import dev.sluice.broker.GivenUsers;
import dev.sluice.cli.Ran;
import dev.sluice.json.Json;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A Sluice of which it takes two operators to resolve an order: one wants it, and it waits for the other. */
@Execution(ExecutionMode.CONCURRENT)
class ApprovalsIT {

    private static final String SECRET = "said-to-nobody-else";

    @TempDir
    private Path folder;
    private Map<String, String> environment;

    @Test
    void twoOperatorsEndAnOrderAndNeitherAlone() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        GivenStuck.in(folder.resolve("data"), 3);
        Path users = GivenUsers.file(folder, Map.of("ana", BrokerRole.OPERATOR, "ben", BrokerRole.OPERATOR), SECRET);
        try (SandboxServer doubles = SandboxServer.start(0, SandboxSettings.defaults())) {
            environment = Settings.at(doubles).http(ports.get(0)).embedded(ports.get(1))
                    .set("sluice.broker.users", users.toString()).set("sluice.broker.username", "sluice")
                    .set("sluice.broker.password", "secret").set("sluice.people.approvals", "2").environment();
            String one;
            Workplace place = new Workplace(folder);
            try (SluiceProcess sluice = SluiceProcess.start(place, environment)) {
                one = wanted(as("ana", "orders", "resolve", "stuck-0", "--failed", "--why", "ticket 17"), "person-");
                assertThat(show("stuck-0").path("status").asText()).isEqualTo("UNRESOLVED");
                assertThat(as("ana", "orders", "approve", one, "--why", "sure").err())
                        .contains("ana wants it, and somebody else has to approve it");
                assertThat(as("ben", "orders", "bulk", "resume", one, "--why", "go").err())
                        .contains("it is not approved");
                sluice.kill();
            }
            try (SluiceProcess sluice = SluiceProcess.start(place, environment)) {
                assertThat(as("ben", "orders", "find").out()).contains("ana wants stuck-0 resolved as FAILED",
                        "./sluice orders show stuck-0");
                assertThat(as("ben", "orders", "show", "stuck-0").out()).contains("./sluice orders approve " + one);
                assertThat(as("ben", "orders", "approve", one, "--why", "seen there").out())
                        .contains(one + ": it is approved, and begins").endsWith("1 of 1 done, 0 refused, 0 waiting\n");
                JsonNode ended = show("stuck-0");
                assertThat(ended.path("status").asText()).isEqualTo("FAILED");
                assertThat(ended.toString()).contains("\"resolvedBy\":\"ana\"", "\"approvedBy\":\"ben\"");

                many();
            }
        }
    }

    private void many() {
        String[] all = {"orders", "resolve", "--failed", "--provider", "hambit", "--why", "ticket 17"};
        Matcher yes = Pattern.compile("--yes (2-[0-9a-f]+)").matcher(as("ana", all).out());
        assertThat(yes.find()).isTrue();
        String[] sure = {"orders", "resolve", "--failed", "--provider", "hambit", "--why", "ticket 17", "--yes",
                yes.group(1)};
        String first = wanted(as("ana", sure), "bulk-");
        assertThat(as("ana", "orders", "withdraw", first, "--why", "they were paid").out())
                .isEqualTo(first + ": it is withdrawn\n");
        assertThat(as("ben", "orders", "approve", first, "--why", "seen").err()).contains("ana withdrew it already");

        String second = wanted(as("ben", sure), "bulk-");
        assertThat(as("ana", "orders", "approve", second, "--why", "seen").out())
                .endsWith("2 of 2 done, 0 refused, 0 waiting\n");
        for (String order : List.of("stuck-1", "stuck-2")) {
            assertThat(show(order).toString()).contains("\"resolvedBy\":\"ben\"", "\"approvedBy\":\"ana\"");
        }
    }

    private static String wanted(Ran ran, String id) {
        assertThat(ran.err()).isEmpty();
        Matcher wanted = Pattern.compile("it waits until another operator approves it, at most 24 hours: \\./sluice"
                + " orders approve (" + id + "[0-9a-f-]+) --by NAME --why TEXT").matcher(ran.out());
        assertThat(wanted.find()).as(ran.out()).isTrue();
        return wanted.group(1);
    }

    private JsonNode show(String order) {
        return Json.own(as("ana", "orders", "show", order, "--json").out());
    }

    private Ran as(String user, String... arguments) {
        Map<String, String> own = new HashMap<>(environment);
        own.put("SLUICE_BROKER_USERNAME", user);
        own.put("SLUICE_BROKER_PASSWORD", SECRET);
        own.put("SLUICE_OPERATOR", user);
        return Ran.run(folder, own, "", Patient.of(arguments));
    }
}
