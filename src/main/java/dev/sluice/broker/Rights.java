package dev.sluice.broker;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.config.ConfigProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.security.Role;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What each role may do at the broker, as {@code rights.yaml} says: the rights of Artemis, by its matches. */
final class Rights {

    /** What Artemis is told to have before the names of temporary queues. */
    static final String TEMPORARY = "temp";
    private static final String OF_TENANT = ".<tenant>";
    private static final Map<String, Map<String, List<String>>> TABLE = read();
    private static final Pattern REPLY = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*(\\.\\*)?");
    private static final Pattern OWN = Pattern.compile("(sluice|activemq)(\\..*)?");

    private static final Pattern OF_TEMPORARY = Pattern.compile(TEMPORARY + "(\\..*)?");

    private Rights() {
    }

    /**
     * What stands in the table for a family, a reply, a tenant or a temporary queue is there for each of them. Where
     * there are tenants, upstream has no right as such where each of them has its own.
     */
    static Map<String, Set<Role>> of(Set<String> families, List<String> replies, Set<String> tenants) {
        Map<String, Set<Role>> rights = new LinkedHashMap<>();
        Role own = new Role(BrokerRole.SLUICE.id(), true, true, true, true, true, true, true, true, true, true, false,
                false);
        rights.put("#", Set.of(own));
        TABLE.forEach((match, roles) -> {
            if (match.endsWith(OF_TENANT)) {
                tenants.forEach(tenant -> matches(match.replace(OF_TENANT, ""), families, replies)
                        .forEach(each -> rights.putIfAbsent(of(tenant, each), roles(roles, role(tenant), own))));
            } else {
                boolean parted = !tenants.isEmpty() && TABLE.containsKey(match + OF_TENANT);
                matches(match, families, replies).forEach(each -> rights.putIfAbsent(each,
                        roles(roles, parted ? null : BrokerRole.UPSTREAM.id(), own)));
            }
        });
        return rights;
    }

    /** The role that users of a tenant have beside theirs. */
    static String role(String tenant) {
        return "tenant-" + tenant;
    }

    /** A tenant's part of a match. */
    private static String of(String tenant, String match) {
        return match.endsWith(".#") ? match.replaceFirst("#$", tenant + ".#") : match + "." + tenant;
    }

    /** @param upstream who has the rights of upstream here, if anybody */
    private static Set<Role> roles(Map<String, List<String>> roles, @Nullable String upstream, Role own) {
        Set<Role> all = new LinkedHashSet<>();
        roles.forEach((role, allowed) -> {
            String name = role.equals(BrokerRole.UPSTREAM.id()) ? upstream : role;
            if (name != null) {
                all.add(role(name, allowed));
            }
        });
        all.add(own);
        return all;
    }

    /**
     * The names that {@code sluice.reply-to.allowed} allows, as matches of Artemis.
     *
     * @param  tenants       whether each tenant has its own of them, which is what {@code *} begins with then
     * @throws ConfigProblem where Artemis knows no match that is the same, or a name could not be any tenant's
     */
    static List<String> replies(String allowed, Set<String> families, boolean tenants) {
        return Stream.of(allowed.split(",")).map(String::strip).filter(name -> !name.isEmpty()).map(name -> {
            if (!REPLY.matcher(name).matches()) {
                throw new ConfigProblem("setting sluice.reply-to.allowed: with sluice.broker.users a name may have * as"
                        + " its last word alone, such as replies.*, and not as in '" + name + "'");
            }
            if (tenants && !name.endsWith(".*")) {
                throw new ConfigProblem("setting sluice.reply-to.allowed: with tenants in the file of"
                        + " sluice.broker.users a name has * as its last word, which begins with the tenant, such as"
                        + " replies.*, and not as in '" + name + "'");
            }
            if (OF_TEMPORARY.matcher(name).matches()) {
                throw new ConfigProblem("setting sluice.reply-to.allowed: with sluice.broker.users what begins with"
                        + " temp is for temporary queues, and no other name may be as '" + name + "'");
            }
            return name.replace('*', '#');
        }).filter(name -> !OWN.matcher(name).matches() && families.stream()
                .noneMatch(family -> (name + ".").startsWith(family + ".requests."))).toList();
    }

    private static Stream<String> matches(String match, Set<String> families, List<String> replies) {
        return switch (match) {
            case "<reply>" -> replies.stream();
            case "<temporary>" -> Stream.of(TEMPORARY + ".#");
            default -> match.contains("<family>")
                    ? families.stream().sorted().map(family -> match.replace("<family>", family)) : Stream.of(match);
        };
    }

    private static Role role(String name, List<String> may) {
        return new Role(name, may.contains("send"), may.contains("consume"), may.contains("createDurableQueue"),
                may.contains("deleteDurableQueue"), may.contains("createNonDurableQueue"),
                may.contains("deleteNonDurableQueue"), may.contains("manage"), may.contains("browse"),
                may.contains("createAddress"), may.contains("deleteAddress"), false, false);
    }

    private static Map<String, Map<String, List<String>>> read() {
        try (InputStream table = Rights.class.getResourceAsStream("/rights.yaml")) {
            Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(table);
            return new ObjectMapper().convertValue(read,
                    new TypeReference<LinkedHashMap<String, Map<String, List<String>>>>() {
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
