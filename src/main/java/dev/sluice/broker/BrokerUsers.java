package dev.sluice.broker;

import dev.sluice.config.ConfigProblem;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Who may connect to the embedded broker: Sluice's own user, and those of a file. At another it says who is what. */
@Singleton
public class BrokerUsers {

    private final Map<String, BrokerUser> all = new LinkedHashMap<>();
    private final Map<String, BrokerUser> read = new LinkedHashMap<>();
    /** Asked for with every request. */
    private final Set<String> tenants;
    private final boolean embedded;
    private final Optional<Path> file;
    private final boolean listed;
    private final String own;

    /** @throws ConfigProblem where the file, or one of its users, cannot be used */
    BrokerUsers(@ConfigProperty(name = "sluice.broker.embedded") boolean embedded,
            @ConfigProperty(name = "sluice.broker.users") Optional<String> file,
            @ConfigProperty(name = "sluice.broker.username") Optional<String> username,
            @ConfigProperty(name = "sluice.broker.password") Optional<String> password) {
        this.embedded = embedded;
        this.file = file.map(Path::of);
        listed = file.isPresent();
        this.own = username.orElse("");
        refuseNoOwn(listed, username);
        username.ifPresent(name -> {
            all.put(name, new BrokerUser(name, BrokerRole.SLUICE, password.orElse("")));
            this.file.ifPresent(path -> read.putAll(UsersFile.read(path, name, embedded)));
            all.putAll(read);
        });
        tenants = tenants(all);
    }

    /** Of a broker that asks nobody. */
    public static BrokerUsers none() {
        return new BrokerUsers(true, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Looks at the file as whoever makes no broker of it: a command's user may well stand there.
     *
     * @param certificates whether clients can show any
     * @return the tenants that there are
     * @throws ConfigProblem where the file, or one of its users, cannot be used
     */
    static Set<String> check(boolean embedded, Optional<Path> file, Optional<String> username, boolean certificates) {
        refuseNoOwn(file.isPresent(), username);
        Map<String, BrokerUser> users = file.map(path -> UsersFile.read(path, null, embedded)).orElse(Map.of());
        if (embedded && !certificates && users.values().stream().anyMatch(user -> user.certificate() != null)) {
            throw new ConfigProblem("setting sluice.broker.users: there is a user with a certificate, which nobody"
                    + " can show; set sluice.broker.trust-file, or take the certificate away");
        }
        return tenants(users);
    }

    private static Set<String> tenants(Map<String, BrokerUser> users) {
        return users.values().stream().map(BrokerUser::tenant).filter(tenant -> !tenant.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void refuseNoOwn(boolean listed, Optional<String> username) {
        if (listed && username.isEmpty()) {
            throw new ConfigProblem("setting sluice.broker.username: must be set where sluice.broker.users is: it is"
                    + " Sluice's own user, which does not stand in that file");
        }
    }

    /** Whether the file still names the users that were read at the start. */
    public boolean areAsRead() {
        try {
            return file.isEmpty() || UsersFile.read(file.get(), own, embedded).equals(read);
        } catch (ConfigProblem e) {
            return false;
        }
    }

    /** None where the broker asks nobody. */
    Map<String, BrokerUser> all() {
        return all;
    }

    /**
     * Whether they are told apart: the broker notes on each message whose it is, and what somebody decides counts as
     * that user's.
     */
    public boolean areToldApart() {
        return listed;
    }

    /** Whom a queue is of: Sluice's own user where the broker notes nobody. */
    String orOwn(@Nullable SimpleString user) {
        return user == null ? own : user.toString();
    }

    /** Whether it has a share of what all may have: upstream systems have, and Sluice's own user. */
    boolean shares(String user) {
        BrokerRole role = role(user);
        return user.equals(own) || role == null || !role.decides();
    }

    int sharing() {
        return (int) all.keySet().stream().filter(this::shares).count();
    }

    /** All that there are; none where upstream systems are not told apart. */
    public Set<String> tenants() {
        return tenants;
    }

    /** Whose requests a user sends; empty of no tenant, or where there is no such user. */
    public String tenant(String user) {
        BrokerUser known = all.get(user);
        return known == null ? "" : known.tenant();
    }

    /** What a user is, nothing where there is no such user. */
    public @Nullable BrokerRole role(@Nullable String user) {
        BrokerUser known = user == null ? null : all.get(user);
        return known == null ? null : known.role();
    }
}
