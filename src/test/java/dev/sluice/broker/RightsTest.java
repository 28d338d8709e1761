package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.ConfigProblem;
import dev.sluice.config.YamlFile;
import dev.sluice.contract.GivenContract;
import dev.sluice.pages.MadePage;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the roles may do, and that the pages say the same. */
class RightsTest {

    /** What stands below it in the broker's resource is made. */
    private static final String MADE = "    # Who may do what: made from src/main/resources/rights.yaml by RightsTest\n";
    private static final Set<String> FAMILIES = Set.of("orders", "otp");

    /** Artemis' names of the rights, in its order. */
    private static final Map<String, Predicate<Role>> RIGHTS = new LinkedHashMap<>();
    static {
        RIGHTS.put("send", Role::isSend);
        RIGHTS.put("consume", Role::isConsume);
        RIGHTS.put("browse", Role::isBrowse);
        RIGHTS.put("createAddress", Role::isCreateAddress);
        RIGHTS.put("deleteAddress", Role::isDeleteAddress);
        RIGHTS.put("createDurableQueue", Role::isCreateDurableQueue);
        RIGHTS.put("deleteDurableQueue", Role::isDeleteDurableQueue);
        RIGHTS.put("createNonDurableQueue", Role::isCreateNonDurableQueue);
        RIGHTS.put("deleteNonDurableQueue", Role::isDeleteNonDurableQueue);
        RIGHTS.put("manage", Role::isManage);
    }

    private final Map<String, Set<Role>> shipped = Rights.of(GivenContract.shipped().families(),
            Rights.replies("replies.*", Set.of(), false), Set.of());

    @Test
    void theFileForExternalBrokersSaysTheSame() throws IOException {
        MadePage.is("""
                <!-- What each role may do at a broker, made from src/main/resources/rights.yaml by RightsTest.
                     Of several matches the narrowest alone counts, so that sluice stands in each. -->
                """ + xml(shipped), Path.of("docs/broker-rights.xml"), getClass());
    }

    /** What stands there alike for each tenant, and what upstream has no right to any more. */
    @Test
    void theFileForATenantSaysTheSame() throws IOException {
        Map<String, Set<Role>> parted = Rights.of(GivenContract.shipped().families(),
                Rights.replies("replies.*", Set.of(), true), Set.of("acme"));
        parted.entrySet().removeIf(match -> told(Map.of("", match.getValue()))
                .equals(told(Map.of("", shipped.getOrDefault(match.getKey(), Set.of())))));
        MadePage.is("""
                <!-- What is otherwise than in broker-rights.xml where there is a tenant acme, made from
                     src/main/resources/rights.yaml by RightsTest. What has acme in it is needed for each tenant. -->
                """ + xml(parted), Path.of("docs/broker-rights-tenant.xml"), getClass());
    }

    @Test
    void whereThereAreTenantsEachHasItsOwnAndNobodyAnothers() {
        Map<String, Set<Role>> parted = Rights.of(FAMILIES, Rights.replies("replies.*,shop.*", FAMILIES, true),
                Set.of("acme", "beta"));
        assertThat(readers(parted, "orders.results")).containsExactlyInAnyOrder("operator", "sluice");
        assertThat(readers(parted, "orders.results.acme")).containsExactlyInAnyOrder("tenant-acme", "operator",
                "sluice");
        assertThat(readers(parted, "replies.#")).containsExactlyInAnyOrder("operator", "sluice");
        assertThat(readers(parted, "shop.beta.#")).containsExactlyInAnyOrder("tenant-beta", "operator", "sluice");
        assertThat(readers(parted, "temp.#")).contains("upstream");
        assertThat(parted.get("orders.requests.#")).extracting(Role::getName).contains("upstream");
        assertThat(parted.keySet()).doesNotContain("shop.acme").allMatch(match -> !match.contains("<"));
        assertThat(shipped.keySet()).noneMatch(match -> match.contains("tenant"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"parked", "replies", "replies.a*"})
    void aNameThatCouldBeNoTenantsIsRefused(String name) {
        assertThatThrownBy(() -> Rights.replies(name, FAMILIES, true)).isInstanceOf(ConfigProblem.class)
                .hasMessageStartingWith("setting sluice.reply-to.allowed: ").hasMessageContaining("'" + name + "'");
    }

    private static List<String> readers(Map<String, Set<Role>> rights, String match) {
        return rights.get(match).stream().filter(Role::isConsume).map(Role::getName).toList();
    }

    private static String xml(Map<String, Set<Role>> rights) {
        StringBuilder xml = new StringBuilder("<security-settings xmlns=\"urn:activemq:core\">\n");
        rights.forEach((match, roles) -> {
            xml.append("  <security-setting match=\"").append(match).append("\">\n");
            RIGHTS.forEach((right, has) -> xml.append("    <permission type=\"").append(right).append("\" roles=\"")
                    .append(roles.stream().filter(has).map(Role::getName).sorted().collect(Collectors.joining(",")))
                    .append("\"/>\n"));
            xml.append("  </security-setting>\n");
        });
        return xml.append("</security-settings>\n").toString();
    }

    /** As the operator of arkmq hands them to Artemis, which reads them here as it does there. */
    @Test
    void theResourceForArkmqSaysTheSame() throws Exception {
        Path file = Path.of("k8s/components/arkmq/broker/broker.yaml");
        String before = Files.readString(file);
        StringBuilder yaml = new StringBuilder(before.substring(0, before.indexOf(MADE))).append(MADE).append("""
                    - securityEnabled=true
                    - populateValidatedUser=true
                    - temporaryQueueNamespace=temp
                    - wildcardConfiguration.routingEnabled=false
                """);
        shipped.forEach((match, roles) -> roles.stream().sorted(Comparator.comparing(Role::getName))
                .forEach(role -> RIGHTS.forEach((right, has) -> {
                    if (has.test(role)) {
                        yaml.append(
                                "    - 'securityRoles.\"%s\".%s.%s=true'\n".formatted(match, role.getName(), right));
                    }
                })));
        MadePage.is(yaml.toString(), file, getClass());

        Properties properties = new Properties();
        for (JsonNode property : new YamlFile(file).tree().at("/spec/brokerProperties")) {
            properties.load(new StringReader(property.asText()));
        }
        ConfigurationImpl read = new ConfigurationImpl();
        read.parsePrefixedProperties(properties, null);
        assertThat(read.getStatus()).contains("\"errors\":[]");
        assertThat(told(read.getSecurityRoles())).isEqualTo(told(shipped));
        assertThat(read.isPopulateValidatedUser()).isTrue();
        assertThat(read.getTemporaryQueueNamespace()).isEqualTo(Rights.TEMPORARY);
        assertThat(read.getWildcardConfiguration().isRoutingEnabled()).isFalse();
    }

    @Test
    void thePageSaysTheSame() throws IOException {
        Map<String, Set<Role>> told = Rights.of(Set.of("<family>"), List.of("replies.*"), Set.of());
        List<String> lines = new ArrayList<>(List.of("| queues | `upstream` | `operator` |", "| --- | --- | --- |"));
        told.forEach((match, roles) -> {
            if (!match.equals("#")) {
                lines.add("| " + queues(match) + " | " + may(roles, BrokerRole.UPSTREAM) + " | "
                        + may(roles, BrokerRole.OPERATOR) + " |");
            }
        });
        lines.add("| all others, management among them | | |");
        Path page = Path.of("docs/operate.md");
        MadePage.is(MadePage.with(page, "rights", String.join("\n", lines) + "\n"), page, getClass());
    }

    @Test
    void onlySluiceHasARightThatNobodyIsGiven() {
        assertThat(shipped.get("#")).extracting(Role::getName).containsExactly("sluice");
        assertThat(shipped).allSatisfy((match, roles) -> assertThat(roles)
                .filteredOn(role -> role.isManage() || role.isDeleteDurableQueue() || role.isDeleteAddress())
                .extracting(Role::getName).containsExactly("sluice"));
    }

    @Test
    void aNameForRepliesIsAMatch() {
        assertThat(Rights.replies("replies.*, parked,shop.a-1.*", FAMILIES, false)).containsExactly("replies.#",
                "parked",
                "shop.a-1.#");
        assertThat(Rights.replies("", FAMILIES, false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sluice.*", "sluice.dead", "sluice", "activemq.*", "activemq.management", "orders.requests",
            "orders.requests.*", "otp.requests.messagehub"})
    void whatIsNoPlaceForRepliesGivesNobodyARight(String name) {
        assertThat(Rights.replies(name, FAMILIES, false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "shop*", "*.replies", "replies.*.shop", "replies.#", "a..b", "replies.**", "temp",
            "temp.*",
            "temp.shop"})
    void aNameThatTheBrokerCannotMatchIsRefused(String name) {
        assertThatThrownBy(() -> Rights.replies(name, FAMILIES, false)).isInstanceOf(ConfigProblem.class)
                .hasMessageStartingWith("setting sluice.reply-to.allowed: ").hasMessageContaining("'" + name + "'");
    }

    /** As texts: a role that Artemis has read is not found in the set that it is in. */
    private static Map<String, List<String>> told(Map<String, Set<Role>> rights) {
        return rights.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                match -> match.getValue().stream().map(Role::toString).sorted().toList()));
    }

    private static String queues(String match) {
        if (match.equals(Rights.TEMPORARY + ".#")) {
            return "temporary ones";
        }
        return match.endsWith(".#") ? "`" + match.replace(".#", "") + "`, `" + match.replace('#', '*') + "`"
                : "`" + match + "`";
    }

    private static String may(Set<Role> roles, BrokerRole role) {
        return roles.stream().filter(its -> its.getName().equals(role.id()))
                .flatMap(its -> RIGHTS.entrySet().stream().filter(right -> right.getValue().test(its)))
                .map(right -> "`" + right.getKey() + "`").collect(Collectors.joining(", "));
    }
}
