package dev.sluice.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Artemis with the rights that docs/broker-rights-tenant.xml has for a tenant. */
class ExternalTenantRightsTest extends TenantRightsMatrix {

    @TempDir
    Path folder;

    private EmbeddedActiveMQ artemis;
    private int port;

    @BeforeEach
    void start() throws Exception {
        port = RightsMatrix.freePort();
        String acme = DocumentedBroker.rights("broker-rights-tenant.xml");
        artemis = DocumentedBroker.started(folder, port,
                List.of(DocumentedBroker.rights("broker-rights.xml"), acme, acme.replace("acme", "beta")),
                Map.of("shop-7", List.of("upstream", "tenant-acme"), "shop-8", List.of("upstream", "tenant-beta"),
                        "ana", List.of("operator"), "sluice", List.of("sluice")),
                Stream.concat(Stream.of("orders.requests"), RESULTS.stream()).toList());
    }

    @AfterEach
    void stop() throws Exception {
        artemis.stop();
    }

    @Override
    ActiveMQServer broker() {
        return artemis.getActiveMQServer();
    }

    @Override
    int port() {
        return port;
    }
}
