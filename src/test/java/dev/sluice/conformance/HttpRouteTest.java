package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.passage.Calling;
import dev.sluice.provider.Providers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.model.ToDefinition;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the routes as they ship hand to the HTTP client: the last step before the network is replaced, nothing else. */
@QuarkusTest
@TestProfile(HttpRouteTest.OnItsOwn.class)
class HttpRouteTest {

    /** The replaced step would be missing in the other tests. */
    public static class OnItsOwn extends ShortSchedules {
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ANSWER = "{\"code\": \"200\", \"success\": true, \"data\": {\"orderId\": \"REF-1\"}}";

    World world;

    @Inject
    CamelContext camel;

    @Inject
    ProducerTemplate producer;

    @Inject
    Providers providers;

    private MockEndpoint network;

    @BeforeEach
    void replaceTheNetwork() throws Exception {
        if (camel.hasEndpoint("mock:network") == null) {
            AdviceWith.adviceWith(camel, "orders-hambit-http",
                    route -> route.weaveByType(ToDefinition.class).selectLast().replace().to("mock:network"));
        }
        network = camel.getEndpoint("mock:network", MockEndpoint.class);
        network.reset();
        network.whenAnyExchangeReceived(exchange -> {
            exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
            exchange.getMessage().setHeader("CamelHttpUri", "http://from.the.answer.test");
            exchange.getMessage().setBody(ANSWER);
        });
    }

    @Test
    void aCreateIsASignedPostOfTheFieldsThatHaveAValue() throws Exception {
        Exchange sent = sent(order().put("remark", ""));
        Map<String, Object> headers = new TreeMap<>(sent.getMessage().getHeaders());

        assertThat(headers.get(Exchange.HTTP_METHOD)).isEqualTo(HttpMethods.POST);
        assertThat(headers.get(Exchange.HTTP_URI))
                .isEqualTo(world.provider("hambit").baseUrl() + "/api/v3/exchange/fiat/to/wallet");
        assertThat(headers.get("Content-Type")).isEqualTo("application/json;charset=utf-8");
        assertThat(headers.get("timestamp").toString()).matches("\\d{13}");
        JsonNode body = JSON.readTree(EntityUtils.toByteArray(sent.getMessage().getBody(HttpEntity.class)));
        assertThat(body).as("amounts are texts, and what is empty is left out").isEqualTo(JSON.readTree("""
                {"externalOrderId": "route-1", "currencyAmount": "100.00", "currencyType": "BRL", "tokenType": "USDT",
                 "chainType": "ETH", "addressTo": "0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24"}"""));
        assertThat(headers.get("access_key")).isEqualTo("conformance-access-key");
        assertThat(headers.get("sign")).isEqualTo(sign(body, headers));
    }

    @Test
    void noHeaderOfTheMessageLeavesAndNoneOfTheAnswerStays() throws Exception {
        Exchange exchange = call(order(),
                Map.of("CamelHttpQuery", "amount=1", "cAMELhttpPath", "/elsewhere", "CAMELHTTPMETHOD", "GET",
                        "X-Evil", "1", "sign", "mine", "Host", "elsewhere.test"));
        assertThat(names(received().get(0))).containsExactlyInAnyOrder("access_key", "timestamp",
                "nonce", "sign",
                "host", ":account", ":path", "accept", "content-type", "camelhttpmethod", "camelhttpuri");
        assertThat(names(exchange)).as("headers of the answer").noneMatch(name -> name.startsWith("camelhttp"));
        assertThat(exchange.getMessage().getBody(JsonNode.class).path("reference").asText()).isEqualTo("REF-1");
    }

    private Exchange sent(ObjectNode order) {
        call(order, Map.of());
        return received().get(0);
    }

    private List<Exchange> received() {
        return network.getReceivedExchanges().stream().filter(exchange -> !isPing(exchange)).toList();
    }

    /** The check of connectivity comes when it is due, whatever is tried at that moment. */
    private static boolean isPing(Exchange exchange) {
        return String.valueOf(exchange.getMessage().getHeader(Exchange.HTTP_URI)).endsWith("/ping");
    }

    private Exchange call(ObjectNode order, Map<String, Object> headers) {
        ObjectNode request = JSON.createObjectNode().put("requestId", "route-1").put("operation", "fiat-to-crypto");
        request.set("order", order);
        Exchange done = producer.request("direct:hambit-fiat-to-crypto", exchange -> {
            Calling.beside(exchange, providers.get("hambit"), "default", "fiat-to-crypto");
            exchange.getMessage().setHeaders(new TreeMap<>(headers));
            exchange.getMessage().setBody(request);
        });
        assertThat(done.getException()).isNull();
        assertThat(received()).hasSize(1);
        return done;
    }

    private static ObjectNode order() {
        return JSON.createObjectNode().put("amount", "100.00").put("currency", "BRL").put("token", "USDT")
                .put("network", "ETH")
                .put("address", "0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24");
    }

    private static Set<String> names(Exchange exchange) {
        return exchange.getMessage().getHeaders().keySet().stream().map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static String sign(JsonNode body, Map<String, Object> headers) throws Exception {
        Map<String, String> fields = new TreeMap<>();
        body.properties().forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
        for (String name : new String[]{"access_key", "timestamp", "nonce"}) {
            fields.put(name, headers.get(name).toString());
        }
        String text = fields.entrySet().stream().map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("&"));
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec("conformance-secret-key".getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
