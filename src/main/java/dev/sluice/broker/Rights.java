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
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What each role may do at the broker, as {@code rights.yaml} says: the rights of Artemis, by its matches. */
final class Rights {

    /** What Artemis is told to have before the names of temporary queues. */
    static final String TEMPORARY = "temp";
    private static final Map<String, Map<String, List<String>>> TABLE = read();
    private static final Pattern REPLY = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*(\\.\\*)?");
    private static final Pattern OWN = Pattern.compile("(sluice|activemq)(\\..*)?");

    private static final Pattern OF_TEMPORARY = Pattern.compile(TEMPORARY + "(\\..*)?");

    private Rights() {
    }

    /** What stands in the table for a family, a reply or a temporary queue is there for each of them. */
    static Map<String, Set<Role>> of(Set<String> families, List<String> replies) {
        Map<String, Set<Role>> rights = new LinkedHashMap<>();
        Role own = new Role(BrokerRole.SLUICE.id(), true, true, true, true, true, true, true, true, true, true, false,
                false);
        rights.put("#", Set.of(own));
        TABLE.forEach((match, roles) -> {
            Set<Role> all = new LinkedHashSet<>();
            roles.forEach((role, allowed) -> all.add(role(role, allowed)));
            all.add(own);
            matches(match, families, replies).forEach(each -> rights.putIfAbsent(each, all));
        });
        return rights;
    }

    /**
     * The names that {@code sluice.reply-to.allowed} allows, as matches of Artemis.
     *
     * @throws ConfigProblem where Artemis knows no match that is the same
     */
    static List<String> replies(String allowed, Set<String> families) {
        return Stream.of(allowed.split(",")).map(String::strip).filter(name -> !name.isEmpty()).map(name -> {
            if (!REPLY.matcher(name).matches()) {
                throw new ConfigProblem("setting sluice.reply-to.allowed: with sluice.broker.users a name may have * as"
                        + " its last word alone, such as replies.*, and not as in '" + name + "'");
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
