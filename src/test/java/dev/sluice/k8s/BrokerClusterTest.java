package dev.sluice.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.config.ha.PrimaryOnlyPolicyConfiguration;
import org.apache.activemq.artemis.core.config.ha.SharedStorePrimaryPolicyConfiguration;
import org.apache.activemq.artemis.core.deployers.impl.FileConfigurationParser;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.core.server.metrics.QueueMetricNames;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the operator gives to the brokers of components/arkmq, read and run by Artemis itself. */
class BrokerClusterTest {

    private static final int IN_VM = 14;

    private static Manifests manifests;
    private static ActiveMQServer broker;
    private static ServerLocator locator;
    private static ClientSessionFactory clients;

    @BeforeAll
    static void start() throws Exception {
        manifests = Manifests.rendered("k8s/overlays/prod-ha");
        Configuration configuration = configuration().setPersistenceEnabled(false)
                .setHAPolicyConfiguration(new PrimaryOnlyPolicyConfiguration())
                .setAcceptorConfigurations(Set.of(
                        new TransportConfiguration(InVMAcceptorFactory.class.getName(), Map.of("serverId", IN_VM))));
        SecurityConfiguration users = new SecurityConfiguration();
        for (String role : List.of("upstream", "operator", "sluice")) {
            users.addUser(role, role);
            users.addRole(role, role);
        }
        broker = ActiveMQServers.newActiveMQServer(configuration, null,
                new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users), false);
        broker.start();
        locator = ActiveMQClient.createServerLocatorWithoutHA(
                new TransportConfiguration(InVMConnectorFactory.class.getName(), Map.of("serverId", IN_VM)));
        clients = locator.createSessionFactory();
        try (ClientSession sluice = session("sluice")) {
            for (String queue : List.of("orders.requests", "orders.results", "replies.shop", "sluice.people",
                    "sluice.attention", "sluice.submit.hambit", "sluice.ledger", "sluice.polls.hambit")) {
                sluice.createQueue(QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST));
            }
        }
    }

    @AfterAll
    static void stop() throws Exception {
        clients.close();
        locator.close();
        broker.stop();
    }

    @Test
    void theTwoAreOneButForTheirNames() {
        List<GenericKubernetesResource> pair = manifests.every("BrokerCluster");
        assertThat(pair).extracting(one -> one.getMetadata().getName()).containsExactly("sluice-broker-a",
                "sluice-broker-b");
        assertThat(pair.get(0).getAdditionalProperties()).isEqualTo(pair.get(1).getAdditionalProperties());
        assertThat(pair.get(0).<Integer>get("spec", "deploymentPlan", "size")).isEqualTo(1);
    }

    @Test
    void artemisTakesEveryProperty() throws Exception {
        Configuration configuration = configuration();
        assertThat(configuration.getStatus()).contains("\"errors\":[]");
        assertThat(configuration.getHAPolicyConfiguration())
                .isInstanceOf(SharedStorePrimaryPolicyConfiguration.class);
        assertThat(configuration.isSecurityEnabled()).isTrue();
        List<Map<String, Object>> mounts = manifests.every("BrokerCluster").get(0).get("spec", "deploymentPlan",
                "extraVolumeMounts");
        assertThat(List.of(configuration.getJournalDirectory(), configuration.getBindingsDirectory(),
                configuration.getPagingDirectory(), configuration.getLargeMessagesDirectory())).doesNotHaveDuplicates()
                .allMatch(folder -> folder.startsWith(mounts.get(0).get("mountPath") + "/"));
        assertThat(configured("addressSettings.#.maxSizeByte=5M").getStatus())
                .doesNotContain("\"errors\":[]");
    }

    /** Dead letters, paging and redelivery are those of the page. */
    @Test
    void itsAddressesAreThoseOfThePage() throws Exception {
        Configuration page = page();
        Configuration own = configuration();
        for (String match : page.getAddressSettings().keySet()) {
            assertThat(own.getAddressSettings().get(match)).as(match).isEqualTo(page.getAddressSettings().get(match));
        }
        assertThat(own.getAddressSettings().keySet()).isEqualTo(page.getAddressSettings().keySet());
        assertThat(own.getAddressConfigurations()).extracting("name").containsExactlyInAnyOrderElementsOf(
                page.getAddressConfigurations().stream().map(address -> address.getName()).toList());
        TransportConfiguration acceptor = page.getAcceptorConfigurations().iterator().next();
        List<Map<String, Object>> acceptors = manifests.every("BrokerCluster").get(0).get("spec", "acceptors");
        assertThat(acceptors.get(0)).containsEntry("protocols", acceptor.getParams().get("protocols"))
                .containsEntry("port", Integer.valueOf(acceptor.getParams().get("port").toString()))
                .containsEntry("anycastPrefix", acceptor.getExtraParams().get("anycastPrefix"));
        assertThat(own.getAcceptorConfigurations().iterator().next().getExtraParams())
                .containsEntry("amqpDuplicateDetection", acceptor.getExtraParams().get("amqpDuplicateDetection"));
    }

    @ParameterizedTest
    @CsvSource({"upstream, orders.requests, send", "upstream, orders.requests.hambit, send",
            "upstream, orders.results, consume", "upstream, replies.shop, consume", "upstream, , temporary",
            "operator, sluice.people, send", "operator, sluice.attention, consume", "operator, orders.requests, send",
            "sluice, orders.requests, consume", "sluice, orders.results, send", "sluice, replies.shop, send",
            "sluice, sluice.people, consume", "sluice, sluice.submit.hambit, send",
            "sluice, sluice.polls.hambit, consume", "sluice, sluice.ledger, consume", "sluice, , temporary"})
    void mayDo(String role, String queue, String act) {
        assertThatCode(() -> act(role, queue, act)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"upstream, orders.requests, consume", "upstream, orders.results, send", "upstream, sluice.people, send",
            "upstream, sluice.submit.hambit, send", "upstream, sluice.polls.hambit, send",
            "upstream, sluice.attention, consume", "upstream, sluice.undelivered, consume",
            "upstream, sluice.dead, consume", "upstream, sluice.ledger, delete", "upstream, orders.requests, delete",
            "upstream, sluice.mine, create", "upstream, activemq.management, send",
            "operator, orders.requests, consume", "operator, sluice.people, consume",
            "operator, sluice.submit.hambit, send", "operator, sluice.ledger, delete",
            "operator, activemq.management, send"})
    void mayNotDo(String role, String queue, String act) {
        assertThatThrownBy(() -> act(role, queue, act)).isInstanceOf(ActiveMQSecurityException.class);
    }

    @Test
    void aWrongPasswordIsRefused() {
        assertThatThrownBy(() -> clients.createSession("sluice", "upstream", false, true, true, false, 1))
                .isInstanceOf(ActiveMQSecurityException.class);
    }

    /** What components/keda asks Prometheus for is there: the plugin puts artemis before the name, and _ for each dot. */
    @Test
    void whatIsScaledByIsCounted() {
        List<Map<String, Map<String, String>>> triggers = manifests.every("ScaledObject").get(0).get("spec",
                "triggers");
        String query = triggers.get(0).get("metadata").get("query");
        Set<String> names = new TreeSet<>();
        Matcher metric = Pattern.compile("artemis_[a-z_]+").matcher(query);
        while (metric.find()) {
            names.add(metric.group());
        }
        assertThat(names).containsExactlyInAnyOrder(prometheus(QueueMetricNames.MESSAGE_COUNT),
                prometheus(QueueMetricNames.SCHEDULED_MESSAGE_COUNT));
        Matcher matched = Pattern.compile("queue=~\"([^\"]+)\"").matcher(query);
        assertThat(matched.find()).isTrue();
        assertThat(List.of("orders.requests", "otp.requests.messagehub", "sluice.submit.hambit",
                "sluice.polls.hambit.shop7", "sluice.webhooks.htp")).allMatch(queue -> queue.matches(matched.group(1)));
        assertThat(List.of("orders.results", "sluice.dead", "sluice.ledger", "sluice.people", "replies.shop"))
                .noneMatch(queue -> queue.matches(matched.group(1)));
        assertThat(manifests.every("BrokerCluster").get(0)
                .<Boolean>get("spec", "deploymentPlan", "enableMetricsPlugin")).isTrue();
    }

    private static String prometheus(String name) {
        return "artemis_" + name.replace('.', '_');
    }

    private static void act(String role, String queue, String act) throws Exception {
        try (ClientSession session = session(role)) {
            switch (act) {
                case "send" -> session.createProducer(queue).send(session.createMessage(true));
                case "consume" -> session.createConsumer(queue);
                case "delete" -> session.deleteQueue(queue);
                case "create" -> session.createQueue(
                        QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST));
                case "temporary" -> {
                    String own = UUID.randomUUID().toString();
                    session.createQueue(QueueConfiguration.of(own).setRoutingType(RoutingType.ANYCAST)
                            .setDurable(false).setTemporary(true));
                    session.createConsumer(own);
                }
                default -> throw new AssertionError(act);
            }
        }
    }

    private static ClientSession session(String role) throws Exception {
        return clients.createSession(role, role, false, true, true, false, 1).start();
    }

    private static Configuration configuration() throws Exception {
        List<String> lines = manifests.every("BrokerCluster").get(0).get("spec", "brokerProperties");
        return configured(String.join("\n", lines));
    }

    /** With the acceptor that the operator makes. */
    private static Configuration configured(String text) throws Exception {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.addAcceptorConfiguration(
                new TransportConfiguration(NettyAcceptorFactory.class.getName(), Map.of("port", 61616), "clients"));
        configuration.parsePrefixedProperties(properties, null);
        return configuration;
    }

    private static Configuration page() throws Exception {
        Matcher core = Pattern.compile("(?s)```xml\n(<core .*?</core>)").matcher(
                Files.readString(Path.of("docs/deploy.md")));
        assertThat(core.find()).isTrue();
        String plain = core.group(1).replaceAll("(?s)<broker-plugins>.*</broker-plugins>", "");
        return new FileConfigurationParser().parseMainConfig(new ByteArrayInputStream(
                ("<configuration xmlns=\"urn:activemq\">" + plain + "</configuration>")
                        .getBytes(StandardCharsets.UTF_8)));
    }
}
