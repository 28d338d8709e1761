package dev.sluice.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * One request of the load.
 *
 * @param mobile where an OTP goes, without its plus sign; null for orders
 * @param times  how often the upstream system sends the same message
 */
record Asked(String requestId, String family, String queue, String body, String mobile, int times) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ADDRESS = "0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24";

    boolean order() {
        return mobile == null;
    }

    /** Orders in both directions and OTPs, mixed; some answered slowly, some answers lost, some messages sent twice. */
    static List<Asked> load(Random random, int orders, int otps) {
        return load(random, orders, otps, true);
    }

    /** The same, but no answer is lost at the double. */
    static List<Asked> calm(Random random, int orders, int otps) {
        return load(random, orders, otps, false);
    }

    /** The same request in the name of an account. */
    Asked by(String account) {
        return new Asked(requestId, family, queue, body.replaceFirst("\\{", "{\"account\":\"" + account + "\","), mobile, times);
    }

    private static List<Asked> load(Random random, int orders, int otps, boolean lost) {
        List<Asked> load = new ArrayList<>();
        for (int i = 0; i < orders; i++) {
            load.add(order(String.format("order-%05d", i), random, lost));
        }
        for (int i = 0; i < otps; i++) {
            load.add(otp(i, random));
        }
        Collections.shuffle(load, random);
        return load;
    }

    private static Asked order(String requestId, Random random, boolean lost) {
        boolean buys = random.nextBoolean();
        ObjectNode request = request(requestId, buys ? "fiat-to-crypto" : "crypto-to-fiat");
        ObjectNode order = request.putObject("order").put("amount", (1 + random.nextInt(9000)) + "." + (10 + random.nextInt(90)))
                .put("currency", "BRL").put("token", "USDT").put("network", buys ? "ETH" : "TRON").put("address", ADDRESS);
        int fate = random.nextInt(10);
        if (fate == 0) {
            order.put("remark", "sandbox:slow:" + (100 + random.nextInt(500)));
        } else if (fate == 1 && lost) {
            order.put("remark", "sandbox:reset-after:1");
        }
        return new Asked(requestId, "orders", random.nextBoolean() ? "orders.requests" : "orders.requests.hambit",
                request.toString(), null, random.nextInt(10) == 0 ? 2 : 1);
    }

    /** Numbers that end in 99930 are answered after two seconds, by the sandbox's rule. */
    private static Asked otp(int number, Random random) {
        String requestId = String.format("otp-%05d", number);
        String mobile = random.nextInt(4) == 0 ? String.format("44%04d99930", number) : String.format("4475%06d1", number);
        ObjectNode request = request(requestId, "send");
        request.putObject("otp").put("mobile", "+" + mobile);
        return new Asked(requestId, "otp", random.nextBoolean() ? "otp.requests" : "otp.requests.messagehub",
                request.toString(), mobile, random.nextInt(10) == 0 ? 2 : 1);
    }

    private static ObjectNode request(String requestId, String operation) {
        ObjectNode request = MAPPER.createObjectNode().put("requestId", requestId).put("operation", operation);
        request.putObject("metadata").put("of", requestId);
        return request;
    }
}
