package dev.sluice.broker;

import dev.sluice.config.ConfigProblem;
import dev.sluice.config.Rule;
import dev.sluice.config.SettingPlace;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Who may connect to the broker, by the settings; refused before anybody listens or connects. Who can connect can
 * order, so what lets everybody in is never an oversight.
 */
@Singleton
public class BrokerAccess {

    private static final Logger LOG = Logger.getLogger(BrokerAccess.class);
    private static final String URL = "setting sluice.broker.url: ";
    private static final String USERNAME = "setting sluice.broker.username: ";
    private static final String PASSWORD = "setting sluice.broker.password: ";
    /** Of several addresses the first; the broker's client looks at the others. */
    private static final Pattern ADDRESS = Pattern
            .compile("\\(?(tcp|(?i:ssl))://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:\\d+)?([?;,)#].*)?");
    private static final Pattern USER_IN_URL = Pattern.compile("[?&;(,]\\s*(user|username|password)\\s*=|//[^/?;,)]*@",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern SECURED = Pattern.compile("ssl://|[?&;]sslEnabled=true", Pattern.CASE_INSENSITIVE);

    private static final Pattern SETTING = Pattern.compile("setting (\\S+): (.*)");

    private final boolean embedded;
    private final Optional<String> url;
    private final Optional<String> username;
    private final Optional<String> password;

    /** @throws ConfigProblem where the settings name half a user, let everybody in unsaid, or name no broker */
    BrokerAccess(@ConfigProperty(name = "sluice.broker.embedded") boolean embedded,
            @ConfigProperty(name = "sluice.broker.host") String host,
            @ConfigProperty(name = "sluice.broker.open-to-all") boolean openToAll,
            @ConfigProperty(name = "sluice.broker.url") Optional<String> url,
            @ConfigProperty(name = "sluice.broker.username") Optional<String> username,
            @ConfigProperty(name = "sluice.broker.password") Optional<String> password) {
        this.embedded = embedded;
        this.url = url;
        this.username = username;
        this.password = password;
        refuseHalfAUser();
        if (embedded) {
            url.ifPresent(unused -> LOG.warn("sluice.broker.url is not used, for sluice.broker.embedded is true:"
                    + " the broker is inside"));
            refuseOpenDoor(host, openToAll);
        } else {
            refuseNoBroker();
        }
    }

    /**
     * @param home where files lie whose names say no more
     * @throws ConfigProblem where these settings cannot be used together
     */
    public static void check(Path home, Config config) {
        try {
            together(home, config);
        } catch (ConfigProblem e) {
            Matcher setting = SETTING.matcher(e.getMessage());
            throw setting.matches()
                    ? new ConfigProblem(SettingPlace.mistake(e.mistakes().get(0).rule(), config, setting.group(1),
                            setting.group(2)))
                    : e;
        }
    }

    /** The tenants of upstream systems; none where the file that would say so cannot be used, which is told elsewhere. */
    public static Set<String> tenants(Path home, Config config) {
        try {
            return read(home, config);
        } catch (ConfigProblem e) {
            return Set.of();
        }
    }

    /** Whether upstream systems are of tenants, or nobody can say for the file that would cannot be used. */
    public static boolean mayHaveTenants(Path home, Config config) {
        try {
            return !read(home, config).isEmpty();
        } catch (ConfigProblem e) {
            return users(home, config).isPresent();
        }
    }

    private static Set<String> read(Path home, Config config) {
        return BrokerUsers.check(truth(config, "sluice.broker.embedded"), users(home, config),
                text(config, "sluice.broker.username"), BrokerTlsSettings.files(home, config).trusted().isPresent());
    }

    private static Optional<Path> users(Path home, Config config) {
        return text(config, "sluice.broker.users").map(home::resolve);
    }

    private static void together(Path home, Config config) {
        boolean embedded = truth(config, "sluice.broker.embedded");
        new BrokerAccess(embedded, config.getOptionalValue("sluice.broker.host", String.class).orElse(""),
                truth(config, "sluice.broker.open-to-all"),
                text(config, "sluice.broker.url"), text(config, "sluice.broker.username"),
                text(config, "sluice.broker.password"));
        boolean tenants = !read(home, config).isEmpty();
        if (text(config, "sluice.people.approvals").filter(people -> people.strip().equals("2")).isPresent()
                && users(home, config).isEmpty()) {
            throw new ConfigProblem(Rule.NAMELESS_APPROVAL, "setting sluice.people.approvals: with 2 the broker must"
                    + " tell its users apart, and sluice.broker.users is not set; set it to a file in which each operator is"
                    + " a user, or leave this at 1");
        }
        if (embedded && users(home, config).isPresent() || tenants) {
            Rights.replies(text(config, "sluice.reply-to.allowed").orElse(""), Set.of(), tenants);
        }
        if (!embedded && text(config, "sluice.ledger.url").filter(url -> !url.isBlank()).isEmpty()
                && !truth(config, "sluice.ledger.one-process")) {
            throw new ConfigProblem("settings sluice.broker.url and sluice.ledger.url: Sluices that share a broker"
                    + " must share a"
                    + " ledger, and nobody can share the SQLite in sluice.data; set sluice.ledger.url, or, where"
                    + " there is never"
                    + " more than one process at this broker, sluice.ledger.one-process=true");
        }
    }

    private static boolean truth(Config config, String name) {
        return config.getOptionalValue(name, Boolean.class).orElse(false);
    }

    private static Optional<String> text(Config config, String name) {
        return config.getOptionalValue(name, String.class);
    }

    /** A host as a URL has it: an address with colons in brackets. */
    static String inUrl(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /** Whether a broker's URL says that it is reached by TLS. */
    public static boolean isSecured(String url) {
        return SECURED.matcher(url).find();
    }

    /** The external broker, none where it is embedded. */
    Optional<String> url() {
        return embedded ? Optional.empty() : url;
    }

    Optional<String> username() {
        return username;
    }

    Optional<String> password() {
        return password;
    }

    private void refuseHalfAUser() {
        if (username.isEmpty() && password.isPresent()) {
            throw new ConfigProblem(USERNAME + "must be set where sluice.broker.password is");
        }
        username.ifPresent(name -> {
            if (name.isBlank()) {
                throw new ConfigProblem(USERNAME + "must be a name, or not be set");
            }
            String secret = password.orElse("");
            if (secret.isBlank()) {
                throw new ConfigProblem(PASSWORD + "must be set where sluice.broker.username is, for an empty one"
                        + " is none");
            }
            if (embedded && secret.equalsIgnoreCase(name)) {
                throw new ConfigProblem(PASSWORD + "must be another word than the user's name");
            }
        });
    }

    private void refuseOpenDoor(String host, boolean openToAll) {
        if (username.isEmpty() && !openToAll && isBeyondThisMachine(host)) {
            throw new ConfigProblem(Rule.OPEN_BROKER,
                    "setting sluice.broker.host: on " + host + " everybody who reaches this machine"
                            + " could"
                            + " order; set sluice.broker.username and sluice.broker.password, or, where that is meant,"
                            + " sluice.broker.open-to-all=true");
        }
    }

    /** A name that nobody knows is refused by who listens on it. */
    private static boolean isBeyondThisMachine(String host) {
        try {
            return Stream.of(InetAddress.getAllByName(host)).anyMatch(address -> !address.isLoopbackAddress());
        } catch (UnknownHostException e) {
            return true;
        }
    }

    private void refuseNoBroker() {
        String broker = url.filter(text -> !text.isBlank())
                .orElseThrow(() -> new ConfigProblem(URL + "must be set where"
                        + " sluice.broker.embedded is false, for example tcp://broker:61616"));
        if (USER_IN_URL.matcher(broker).find()) {
            throw new ConfigProblem(URL + "holds a user or a password, which logs would tell; set"
                    + " sluice.broker.username and"
                    + " sluice.broker.password");
        }
        if (!ADDRESS.matcher(broker).matches()) {
            throw new ConfigProblem(URL + "must be an Artemis URL such as tcp://broker:61616");
        }
    }
}
