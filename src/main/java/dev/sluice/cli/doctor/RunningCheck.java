package dev.sluice.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.Problem;
import dev.sluice.cli.RunningSluice;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the running Sluice says of itself. */
final class RunningCheck {

    private static final String WHAT = "running Sluice";

    private final RunningSluice running;
    private final Diagnosis diagnosis;

    RunningCheck(RunningSluice running, Diagnosis diagnosis) {
        this.running = running;
        this.diagnosis = diagnosis;
    }

    void look() {
        try {
            JsonNode health = Json.read(running.get("/q/health").getBytes(StandardCharsets.UTF_8),
                    Json.Numbers.ALL_AS_TEXT);
            List<String> down = new ArrayList<>();
            health.path("checks").forEach(check -> {
                if (!check.path("status").asText().equals("UP")) {
                    down.add(check.path("name").asText() + " (" + check.at("/data/reason").asText("it does not say why")
                            + ")");
                }
            });
            if (health.path("status").asText().equals("UP")) {
                diagnosis.ok(WHAT, "it is up");
            } else {
                diagnosis.wrong(WHAT, "it is down: " + String.join(", ", down)
                        + "; docs/operate.md, \"When something is away\", says what waits for what");
            }
        } catch (Problem e) {
            diagnosis.warn(WHAT, String.valueOf(e.getMessage()));
        } catch (Unreadable e) {
            diagnosis.wrong(WHAT, "what answers at its port is no Sluice; set QUARKUS_HTTP_PORT or"
                    + " SLUICE_MANAGEMENT_PORT as it has it");
        }
    }
}
