package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Headers by which a producer would like to steer the flow do nothing, however they are written (CVE-2026-40453). */
@QuarkusTest
@TestProfile(OnSqlite.class)
class HostileHeadersFlowTest extends FlowTest {

    private static final String STOLEN = "replies.stolen";
    private static final List<String> HEADERS = List.of("CamelHttpUri=http://127.0.0.1:1/",
            "camelhttpuri=http://127.0.0.1:1/",
            "CAMELHTTPURI=http://127.0.0.1:1/", "CamelHttpPath=/elsewhere", "CamelHttpQuery=a=b", "CAMELHTTPMETHOD=GET",
            "CamelHttpMethod=DELETE", "CamelJmsDestinationName=" + STOLEN, "cameljmsdestinationname=" + STOLEN,
            "CAMELJMSDESTINATIONNAME=" + STOLEN, "CamelJmsDestination=" + STOLEN, "CamelBeanMethodName=undelivered",
            "camelbeanmethodname=undelivered", "CamelToEndpoint=jms:" + STOLEN, "Authorization=Bearer mine",
            "access_key=mine", "sign=mine", "Host=example.org", "call=order-status", "provider=messagehub",
            "JMSXGroupID=mine", "Content-Encoding=gzip", "Transfer-Encoding=chunked", "Expect=100-continue");

    @Test
    void noneOfThemHasAnEffectOverAnyProtocol() {
        world.upstream().listen(STOLEN, message -> world.witness().result(new Received(message.protocol(), STOLEN,
                "{\"family\":\"orders\",\"requestId\":\"stolen\"}".getBytes(), Map.of(), null, null)));
        Map<String, String> orders = new LinkedHashMap<>();
        Map<String, String> balances = new LinkedHashMap<>();
        try (JmsUpstream core = JmsUpstream.core(world.brokerPort());
                StompUpstream stomp = new StompUpstream(world.brokerPort())) {
            for (String header : HEADERS) {
                String name = header.substring(0, header.indexOf('='));
                String value = header.substring(header.indexOf('=') + 1);
                for (Upstream upstream : name.contains("-") ? List.of(stomp) : List.of(world.upstream(), core, stomp)) {
                    orders.put(send(upstream,
                            Outgoing.to("orders.requests", Requests.fiatToCrypto(id("hostile"))).with(name, value)),
                            header);
                    balances.put(
                            send(upstream,
                                    Outgoing.to("otp.requests", Requests.balance(id("hostile"))).with(name, value)),
                            header);
                }
            }
        }
        orders.forEach((id, header) -> {
            assertThat(end(id).status()).as(header).isEqualTo("COMPLETED");
            assertThat(end(id).message().queue()).as(header).isEqualTo("orders.results");
            assertThat(created(id)).as(header).isEqualTo(1);
        });
        balances.forEach((id, header) -> assertThat(end(id).status()).as(header).isEqualTo("COMPLETED"));
        assertThat(world.witness().of("stolen")).isEmpty();
    }

    @Test
    void aDeadLetterDoesNotCarryThem() {
        byte[] body = ("{hostile " + id("x")).getBytes();
        world.upstream().send(Outgoing.to("orders.requests", body).with("CamelJmsDestinationName", STOLEN)
                .with("camelhttpuri", "http://127.0.0.1:1/").with("deadReason", "mine").with("requestId", "mine"));
        Map<String, Object> properties = world.witness().awaitDead(body).properties();
        assertThat(properties).containsOnlyKeys("deadReason", "deadCategory", "deadQueue", "deadAt", "deadFingerprint");
        assertThat(properties).doesNotContainValue("mine");
    }
}
