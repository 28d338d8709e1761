package dev.sluice.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Users of the broker, and the file of them. */
public final class GivenUsers {

    private GivenUsers() {
    }

    /** A file of these with one password; Sluice's own user is {@code sluice}. */
    public static Path file(Path folder, Map<String, BrokerRole> users, String password) throws IOException {
        StringBuilder lines = new StringBuilder();
        users.forEach((name, role) -> lines.append(name).append(":\n  role: ").append(role.id())
                .append("\n  password: ").append(BrokerUser.hashed(name, role, password).password()).append('\n'));
        return Files.writeString(folder.resolve("users.yaml"), lines);
    }

    /** The same, where upstream systems are of tenants. */
    public static Path file(Path folder, Map<String, BrokerRole> users, Map<String, String> tenants, String password)
            throws IOException {
        Path file = file(folder, users, password);
        String lines = Files.readString(file);
        for (Map.Entry<String, String> user : tenants.entrySet()) {
            lines = lines.replace(user.getKey() + ":\n", user.getKey() + ":\n  tenant: " + user.getValue() + "\n");
        }
        return Files.writeString(file, lines);
    }

    public static BrokerUsers of(Path file) {
        return new BrokerUsers(true, Optional.of(file.toString()), Optional.of("sluice"), Optional.of("secret"));
    }
}
