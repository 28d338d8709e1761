package dev.sluice.bench.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.bench.program.Hambit;
import dev.sluice.bench.program.Signature;
import dev.sluice.bench.program.Warnings;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/**
 * hambit as far as a run needs it, on one event loop: looks at every signature, counts what is created, answers after
 * a while, and says of every order that is asked about that it is complete.
 */
public final class ProviderProgram {

    static final String READY = "provider listens at ";
    static final String BEGIN = "/bench/begin/";
    static final String TALLY = "/bench/tally";
    static final String ACCESS_KEY = "bench-access-key";
    static final String SECRET_KEY = "bench-secret-key";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Vertx vertx;
    private final Signature signature = new Signature(SECRET_KEY);
    private final Map<String, JsonNode> orders = new HashMap<>();
    private long latencyMs;
    private long twice;
    private long unsigned;

    private ProviderProgram(Vertx vertx) {
        this.vertx = vertx;
    }

    public static void main(String[] arguments) {
        Warnings.only();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setFileSystemOptions(
                new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        ProviderProgram provider = new ProviderProgram(vertx);
        vertx.createHttpServer().requestHandler(provider::take).listen(0, "127.0.0.1")
                .onSuccess(server -> System.out.println(READY + "http://127.0.0.1:" + server.actualPort()))
                .onFailure(e -> Runtime.getRuntime().halt(1));
    }

    private void take(HttpServerRequest request) {
        if (request.path().startsWith(BEGIN)) {
            begin(Long.parseLong(request.path().substring(BEGIN.length())));
            reply(request, tally());
        } else if (request.path().equals(TALLY)) {
            reply(request, tally());
        } else if (request.path().equals("/ping")) {
            reply(request, JSON.createObjectNode().put("version", "1.0.1").put("timestamp",
                    System.currentTimeMillis()));
        } else {
            request.bodyHandler(body -> call(request, body));
        }
    }

    private void begin(long latency) {
        latencyMs = latency;
        twice = 0;
        unsigned = 0;
        orders.clear();
    }

    private JsonNode tally() {
        return JSON.createObjectNode().put("created", orders.size()).put("twice", twice).put("unsigned", unsigned);
    }

    private void call(HttpServerRequest request, Buffer bytes) {
        JsonNode answer;
        try {
            JsonNode body = JSON.readTree(bytes.getBytes());
            if (!signed(request.headers(), body)) {
                unsigned++;
                answer = refusal("307");
            } else if (request.path().equals(Hambit.CREATE)) {
                answer = create(body);
            } else if (request.path().equals(Hambit.ASK)) {
                answer = ask(body);
            } else {
                answer = refusal("300");
            }
        } catch (IOException e) {
            answer = refusal("300");
        }
        JsonNode said = answer;
        if (latencyMs == 0) {
            reply(request, said);
        } else {
            vertx.setTimer(latencyMs, timer -> reply(request, said));
        }
    }

    private boolean signed(MultiMap headers, JsonNode body) {
        return ACCESS_KEY.equals(headers.get("access_key")) && headers.contains("sign")
                && signature.holds(headers.get("sign"), body, ACCESS_KEY, headers.get("timestamp"),
                        headers.get("nonce"));
    }

    private JsonNode create(JsonNode body) {
        String id = body.path("externalOrderId").asText();
        if (orders.putIfAbsent(id, body) != null) {
            twice++;
            return refusal("500");
        }
        ObjectNode answer = success();
        answer.putObject("data").put("orderId", reference(id)).put("symbolType", "CURRENCY TO TOKEN")
                .put("externalOrderId", id).put("currencyType", body.path("currencyType").asText())
                .putNull("tokenType").put("chainType", body.path("chainType").asText())
                .put("currencyAmount", new BigDecimal(body.path("currencyAmount").asText()))
                .put("tokenAmount", 14.59854);
        return answer;
    }

    private JsonNode ask(JsonNode question) {
        String id = question.path("externalOrderId").asText();
        JsonNode order = orders.get(id);
        if (order == null) {
            return refusal("404");
        }
        long now = System.currentTimeMillis();
        ObjectNode answer = success();
        answer.putObject("data").put("tokenAmount", "14.59854")
                .put("currencyAmount", order.path("currencyAmount").asText())
                .put("orderAmount", order.path("currencyAmount").asText())
                .put("orderActualAmount", order.path("currencyAmount").asText()).put("orderFee", 0)
                .put("orderPayTime", now - 500).put("orderCompleteTime", now)
                .put("currencyType", order.path("currencyType").asText())
                .put("tokenType", order.path("tokenType").asText()).put("chainType", order.path("chainType").asText())
                .put("exSymbolType", "CURRENCY TO TOKEN").put("exchangeRate", "6.85")
                .put("addressTo", order.path("addressTo").asText()).putNull("remark")
                .put("tradeHash", "0x734e2b6a6853734e2b6a6853734e2b6a6853734e2b6a6853734e2b6a68536853")
                .putNull("errorMsg").putNull("errorMsgEn").put("orderId", reference(id)).put("externalOrderId", id)
                .put("orderStatus", 8);
        return answer;
    }

    private static String reference(String id) {
        return "OCURREXCH" + id;
    }

    private static ObjectNode success() {
        return JSON.createObjectNode().put("code", "200").put("success", true).put("msg", "Success").put("msgEn",
                "SUCCESS");
    }

    private static JsonNode refusal(String code) {
        return JSON.createObjectNode().put("code", code).put("success", false).put("msg", "refused").putNull("data");
    }

    private static void reply(HttpServerRequest request, JsonNode answer) {
        request.response().putHeader("Content-Type", "application/json;charset=utf-8")
                .end(Buffer.buffer(answer.toString()));
    }
}
