package dev.sluice.broker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.ConfigProblem;
import dev.sluice.config.Mistake;
import dev.sluice.config.Rule;
import dev.sluice.config.YamlFile;
import dev.sluice.ledger.Key;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * The file of the broker's users: below each name its {@code role}, and the {@code password}, as a hash, or whom its
 * {@code certificate} names, or both.
 */
final class UsersFile {

    private static final Set<String> KEYS = Set.of("role", "tenant", "password", "certificate");

    private final YamlFile file;
    private final boolean hashes;
    private final List<Mistake> mistakes = new ArrayList<>();
    private final Map<String, BrokerUser> users = new LinkedHashMap<>();

    private UsersFile(YamlFile file, boolean hashes) {
        this.file = file;
        this.hashes = hashes;
    }

    /**
     * @param hashes whether each user must have a password here, since this broker is who asks for it
     * @param own    the user that Sluice itself is, who stands in no file; nothing where that is not known
     * @throws ConfigProblem where the file, or one of its users, cannot be used
     */
    static Map<String, BrokerUser> read(Path path, @Nullable String own, boolean hashes) {
        UsersFile read = new UsersFile(new YamlFile(path), hashes);
        read.file.tree().properties().forEach(user -> read.add(user.getKey(), user.getValue(), own));
        if (read.users.isEmpty() && read.mistakes.isEmpty()) {
            read.wrong("", "names no user; ./sluice broker user NAME ROLE makes the lines of one");
        }
        read.refuseNobodys();
        if (!read.mistakes.isEmpty()) {
            throw new ConfigProblem(read.mistakes);
        }
        return read.users;
    }

    private void add(String name, JsonNode user, @Nullable String own) {
        int before = mistakes.size();
        if (!BrokerUser.isName(name)) {
            wrong(name, "a user's name has 1 to 64 letters A to Z, digits and . _ @ -");
        } else if (name.equals(own)) {
            wrong(name,
                    "is Sluice's own user (sluice.broker.username), whose password is a setting; take it away here");
        }
        user.properties().stream().map(Map.Entry::getKey).filter(key -> !KEYS.contains(key))
                .forEach(key -> wrong(name + "." + key,
                        "is not known; a user has a role, a password or a certificate, and perhaps a tenant"));
        String role = user.path("role").asText();
        if (BrokerRole.of(role).isEmpty()) {
            wrong(name + ".role", "must be upstream, operator or sluice");
        }
        String tenant = user.path("tenant").asText();
        if (user.has("tenant") && !user.path("tenant").isTextual()) {
            wrong(name + ".tenant", "is no text to YAML; put it in quotes");
        } else if (user.has("tenant") && !Key.isTenant(tenant)) {
            wrong(name + ".tenant", "a tenant is called by 1 to 32 of a-z, 0-9 and -");
        } else if (user.has("tenant") && !BrokerRole.UPSTREAM.id().equals(role)) {
            wrong(name + ".tenant", "is for upstream alone: who is operator or sluice is of no tenant");
        }
        String password = user.path("password").asText();
        X500Principal certificate = user.has("certificate")
                ? certificate(name, user.path("certificate").asText())
                : null;
        if (!BrokerUser.isHash(password) && (hashes && !user.has("certificate") || user.has("password"))) {
            // What stands there may be the password itself.
            wrong(name + ".password", "must be a hash in ENC(…), as ./sluice broker user NAME ROLE makes it");
        }
        if (mistakes.size() == before) {
            users.put(name, new BrokerUser(name, BrokerRole.of(role).orElseThrow(), tenant, password,
                    certificate));
        }
    }

    /** Where there are tenants, whoever sends requests is of one. */
    private void refuseNobodys() {
        if (users.values().stream().anyMatch(user -> !user.tenant().isEmpty())) {
            users.values().stream().filter(user -> user.role() == BrokerRole.UPSTREAM && user.tenant().isEmpty())
                    .forEach(user -> wrong(user.name() + ".tenant",
                            "is required, since other users have one: name the tenant whose requests it sends"));
        }
    }

    private @Nullable X500Principal certificate(String name, String text) {
        String key = name + ".certificate";
        try {
            X500Principal named = new X500Principal(text);
            users.values().stream().filter(user -> named.equals(user.certificate())).findFirst()
                    .ifPresent(
                            other -> wrong(key, "is also that of " + other.name() + ", and whoever shows it is one of"
                                    + " them"));
            if (!named.getName().isEmpty()) {
                return named;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        wrong(key, "must be the subject of the certificate as openssl x509 -noout -subject -nameopt RFC2253 tells it,"
                + " such as CN=shop-7,O=Example");
        return null;
    }

    private void wrong(String key, String reason) {
        mistakes.add(file.mistake(Rule.BROKER_USER, key, reason));
    }
}
