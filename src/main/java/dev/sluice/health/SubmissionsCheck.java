package dev.sluice.health;

import dev.sluice.lane.HeldSubmissions;
import dev.sluice.text.Shown;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Whether submissions are held back, all or those of an account, by whom and since when. Always up: whoever holds them back meant it. */
@Singleton
@Readiness
public class SubmissionsCheck implements HealthCheck {

    private final HeldSubmissions submissions;

    SubmissionsCheck(HeldSubmissions submissions) {
        this.submissions = submissions;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("submissions").up();
        submissions.told().ifPresent(held -> response.withData("held", Shown.line(held)));
        submissions.toldOfAccounts().forEach((place, held) -> response.withData(Shown.line("held " + place),
                Shown.line(held)));
        return response.build();
    }
}
