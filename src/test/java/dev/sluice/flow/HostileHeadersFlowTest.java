package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers by which a producer would like to steer the flow do nothing, however they are written (CVE-2026-40453). */
@QuarkusTest
@TestProfile(OnSqlite.class)
class HostileHeadersFlowTest extends FlowTest {

    private static final String STOLEN = "replies.stolen";

    @ParameterizedTest
    @CsvSource({"CamelHttpUri,http://127.0.0.1:1/", "camelhttpuri,http://127.0.0.1:1/", "CAMELHTTPURI,http://127.0.0.1:1/",
            "CamelHttpPath,/elsewhere", "CamelHttpQuery,a=b", "CAMELHTTPMETHOD,GET", "CamelHttpMethod,DELETE",
            "CamelJmsDestinationName,replies.stolen", "cameljmsdestinationname,replies.stolen",
            "CAMELJMSDESTINATIONNAME,replies.stolen", "CamelJmsDestination,replies.stolen", "CamelBeanMethodName,undelivered",
            "camelbeanmethodname,undelivered", "CamelToEndpoint,jms:replies.stolen", "Authorization,Bearer mine",
            "access_key,mine", "sign,mine", "Host,example.org", "call,order-status", "provider,messagehub"})
    void overEachProtocol(String header, String value) {
        world.upstream().listen(STOLEN, message -> world.witness().result(new Received(message.protocol(), STOLEN,
                "{\"family\":\"orders\",\"requestId\":\"stolen\"}".getBytes(), Map.of(), null, null)));
        try (JmsUpstream core = JmsUpstream.core(world.brokerPort()); StompUpstream stomp = new StompUpstream(world.brokerPort())) {
            for (Upstream upstream : new Upstream[] {world.upstream(), core, stomp}) {
                String id = send(upstream, Outgoing.to("orders.requests", Requests.fiatToCrypto(id("hostile"))).with(header, value));
                assertThat(end(id).status()).isEqualTo("COMPLETED");
                assertThat(end(id).message().queue()).isEqualTo("orders.results");
                assertThat(created(id)).isEqualTo(1);
            }
            String otp = send(world.upstream(), Outgoing.to("otp.requests", Requests.balance(id("hostile"))).with(header, value));
            assertThat(end(otp).status()).isEqualTo("COMPLETED");
        }
        assertThat(world.witness().of("stolen")).isEmpty();
    }

    @Test
    void aDeadLetterDoesNotCarryThem() {
        byte[] body = ("{hostile " + id("x")).getBytes();
        world.upstream().send(Outgoing.to("orders.requests", body).with("CamelJmsDestinationName", STOLEN)
                .with("camelhttpuri", "http://127.0.0.1:1/").with("deadReason", "mine").with("requestId", "mine"));
        Map<String, Object> properties = world.witness().awaitDead(body).properties();
        assertThat(properties).containsOnlyKeys("deadReason", "deadCategory", "deadQueue", "deadAt");
        assertThat(properties).doesNotContainValue("mine");
    }
}
