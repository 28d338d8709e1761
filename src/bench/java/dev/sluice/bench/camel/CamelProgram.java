package dev.sluice.bench.camel;

import dev.sluice.bench.program.Hambit;
import dev.sluice.bench.program.OrderLedger;
import dev.sluice.bench.program.ProgramSettings;
import dev.sluice.bench.program.Warnings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;

/** Camel as its pages advise it for money: local transactions, cached consumers, pooled connections, no re-sends. */
public final class CamelProgram {

    private CamelProgram() {
    }

    public static void main(String[] arguments) throws Exception {
        Warnings.only();
        ProgramSettings settings = ProgramSettings.read(System.getenv());
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.disableJMX();
        camel.setLoadTypeConverters(false);
        camel.addComponent("jms", jms(settings));
        camel.addComponent("http", http(settings));
        Flow flow = new Flow(settings, new OrderLedger(new PooledConnections(settings)), new Hambit(settings));
        RouteBuilder.addRoutes(camel, flow::define);
        camel.start();
        System.out.println(ProgramSettings.READY);
        // Its threads would not keep the process.
        Thread.currentThread().join();
    }

    private static JmsComponent jms(ProgramSettings settings) {
        JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
        pool.setConnectionFactory(new ActiveMQConnectionFactory(settings.broker() + "?consumerWindowSize=8192"));
        pool.setMaxSessionsPerConnection(4 * settings.consumers());
        JmsComponent jms = new JmsComponent();
        jms.setConnectionFactory(pool);
        jms.setTransacted(true);
        jms.setLazyCreateTransactionManager(false);
        jms.setCacheLevelName("CACHE_CONSUMER");
        return jms;
    }

    private static HttpComponent http(ProgramSettings settings) {
        HttpComponent http = new HttpComponent();
        http.setAutomaticRetriesDisabled(true);
        http.setMaxTotalConnections(4 * settings.consumers());
        http.setConnectionsPerRoute(2 * settings.consumers());
        http.setConnectTimeout(5_000);
        http.setResponseTimeout(30_000);
        return http;
    }
}
