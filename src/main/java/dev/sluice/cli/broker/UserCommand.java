package dev.sluice.cli.broker;

import dev.sluice.broker.BrokerRole;
import dev.sluice.broker.BrokerUser;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.ledger.Key;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code sluice broker user}: the lines of a user for the file of users. The password comes on the standard input, for
 * arguments are seen by everybody on the machine.
 */
@Command(name = "user")
final class UserCommand implements Callable<Integer> {

    /** Of YAML, which are no texts. */
    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private final Surroundings surroundings;

    @Parameters(index = "0", paramLabel = "NAME")
    private String name;
    @Parameters(index = "1", paramLabel = "ROLE")
    private String role;
    @Option(names = "--tenant", paramLabel = "T")
    private @Nullable String tenant;

    UserCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        BrokerRole wanted = BrokerRole.of(role)
                .orElseThrow(() -> Problem.usage("ROLE must be upstream, operator or sluice."));
        if (tenant != null && (wanted != BrokerRole.UPSTREAM || !Key.isTenant(tenant))) {
            throw Problem.usage("--tenant is for upstream alone, and 1 to 32 of a-z, 0-9 and -.");
        }
        String password = new BufferedReader(new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8))
                .readLine();
        if (password == null) {
            throw Problem.failed("give the password on the standard input, for example by"
                    + " ./sluice broker user NAME ROLE < password.txt");
        }
        BrokerUser user = hashed(wanted, password);
        surroundings.out().println(user.name() + ":");
        surroundings.out().println("  role: " + user.role().id());
        if (tenant != null) {
            surroundings.out().println("  tenant: " + (isPlain(tenant) ? tenant : '"' + tenant + '"'));
        }
        surroundings.out().println("  password: " + user.password());
        return 0;
    }

    /** Whether it is a text to every reader of YAML as it stands. */
    private static boolean isPlain(String tenant) {
        return Character.isLetter(tenant.charAt(0)) && !WORDS.contains(tenant);
    }

    private BrokerUser hashed(BrokerRole wanted, String password) {
        try {
            return BrokerUser.hashed(name, wanted, password);
        } catch (IllegalArgumentException e) {
            throw Problem.failed(e.getMessage() + ".");
        }
    }
}
