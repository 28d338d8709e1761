package dev.sluice.cli.doctor;

import dev.sluice.broker.BrokerAccess;
import dev.sluice.cli.BrokerSettings;
import dev.sluice.cli.Problem;
import dev.sluice.cli.RunningSluice;
import dev.sluice.cli.StartSettings;
import dev.sluice.cli.Surroundings;
import dev.sluice.config.Mistakes;
import dev.sluice.start.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.config.Config;
import picocli.CommandLine.Command;

/** {@code sluice doctor}: looks at all that a Sluice of this folder needs, and says what to do. */
@Command(name = "doctor")
public final class DoctorCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    public DoctorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Path home = surroundings.home();
        Config config = StartSettings.of(home, surroundings, RunningSluice.given(home));
        Diagnosis diagnosis = new Diagnosis(surroundings);
        Plan plan = new Plan(home, config, surroundings.environment());
        files(home, config, diagnosis);
        new RunningCheck(new RunningSluice(config), diagnosis).look();
        new BrokerChecks(BrokerSettings.read(home, surroundings.environment()), plan,
                BrokerAccess.tenants(home, config), config, diagnosis).look();
        new LedgerChecks(surroundings, diagnosis).look();
        plan.providers().all().forEach(provider -> {
            new CredentialChecks(provider, diagnosis).look();
            new ProviderChecks(provider, Clock.systemUTC(), diagnosis).look();
        });
        new BalanceChecks(surroundings, config, diagnosis).look(plan.providers().all());
        new MachineChecks(home, config, new RunningSluice(config), diagnosis).look();
        new KnownHoles(home, diagnosis).look();
        surroundings.out().println();
        surroundings.out().println(diagnosis.verdict());
        return diagnosis.isWell() ? 0 : Problem.FAILED;
    }

    private void files(Path home, Config config, Diagnosis diagnosis) {
        Path shown = home.equals(Path.of("").toAbsolutePath()) ? Path.of("") : home;
        Mistakes mistakes = Plan.checked(shown, config, surroundings.environment());
        int count = mistakes.all().size();
        if (count == 0) {
            diagnosis.ok("files", "settings, providers' files, rules and routes start");
        } else {
            diagnosis.wrong("files", "nothing of this folder starts: " + count
                    + (count == 1 ? " mistake" : " mistakes") + "; ./sluice check tells "
                    + (count == 1 ? "it" : "them"));
        }
    }
}
