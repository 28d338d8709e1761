package dev.sluice.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One request of the load.
 *
 * @param subject what its effect at the double is about: the order, the card, the mobile or the device
 * @param amount  null where there is none
 * @param times   how often the upstream system sends the same message
 */
record Asked(String requestId, Errand errand, Fate fate, String subject, String amount, String queue, String body,
        int times) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ADDRESS = "0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24";
    /** The most that a provider is given to answer. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);
    private static final Fate SLOW = new Fate("slow:300", true, Fate.WELL.end(), true);

    /** So many of each, mixed; some messages are sent twice, and half of the doubles' answers or acts are faulty. */
    static List<Asked> load(Random random, Map<Errand, Integer> counts) {
        return load(random, counts, true);
    }

    /** Orders and OTPs at doubles that behave, though some answer slowly. */
    static List<Asked> calm(Random random, int orders, int otps) {
        return load(random, Map.of(Errand.EXCHANGE, orders, Errand.OTP, otps), false);
    }

    static Asked order(String requestId) {
        return order(requestId, Fate.WELL);
    }

    /** An order that takes effect at once and is answered that much later. */
    static Asked slow(String requestId, Duration answer) {
        return order(requestId,
                new Fate("slow:" + answer.toMillis(), true, Fate.WELL.end(), answer.compareTo(LONGEST_ANSWER) < 0));
    }

    static Asked otp(String requestId, int number) {
        ObjectNode request = request(requestId);
        String mobile = otp(request, String.format("44%06d70000", number));
        return new Asked(requestId, Errand.OTP, Fate.WELL, mobile, null, "otp.requests.messagehub", request.toString(),
                1);
    }

    static Asked order(String requestId, Fate fate) {
        ObjectNode request = request(requestId);
        exchange(request, "100.00", fate.words(), true);
        return new Asked(requestId, Errand.EXCHANGE, fate, requestId, "100.00", "orders.requests.hambit",
                request.toString(), 1);
    }

    /** The same request in the name of an account. */
    Asked by(String account) {
        return new Asked(requestId, errand, fate, subject, amount, queue,
                body.replaceFirst("\\{", "{\"account\":\"" + account + "\","), times);
    }

    private static List<Asked> load(Random random, Map<Errand, Integer> counts, boolean faulty) {
        List<Asked> load = new ArrayList<>();
        for (Errand errand : Errand.values()) {
            boolean voided = false;
            for (int i = 0; i < counts.getOrDefault(errand, 0); i++) {
                List<Fate> fates = faulty ? Fate.of(errand)
                        : errand == Errand.EXCHANGE ? List.of(SLOW) : List.of(Fate.WELL);
                Fate fate = random.nextBoolean() ? Fate.WELL : fates.get(random.nextInt(fates.size()));
                if (fate.voidsTheToken()) {
                    fate = voided ? Fate.WELL : fate;
                    voided = true;
                }
                load.add(one(errand, i, fate, random));
            }
        }
        Collections.shuffle(load, random);
        return load;
    }

    private static Asked one(Errand errand, int number, Fate fate, Random random) {
        String requestId = String.format("%s-%05d", errand.name().toLowerCase(), number);
        String amount = (1 + random.nextInt(9000)) + "." + (10 + random.nextInt(90));
        int times = random.nextInt(10) == 0 ? 2 : 1;
        boolean shared = random.nextBoolean();
        String queue = errand.family + ".requests" + (shared ? "" : "." + errand.provider);
        ObjectNode request = request(requestId);
        if (shared) {
            request.put("provider", errand.provider);
        }
        String subject = switch (errand) {
            case EXCHANGE -> exchange(request, amount, fate.words(), random.nextBoolean());
            case PAYIN -> payin(request, amount, fate.words());
            case TOPUP -> topUp(request, amount, String.format("7%06d", number) + digits(fate));
            case OTP -> otp(request, String.format("44%06d", number) + digits(fate));
            case LICENCE ->
                licence(request, (fate.words().isEmpty() ? "" : "sandbox:" + fate.words() + " ") + requestId);
        };
        boolean money = errand == Errand.EXCHANGE || errand == Errand.PAYIN || errand == Errand.TOPUP;
        return new Asked(requestId, errand, fate, subject == null ? requestId : subject, money ? amount : null, queue,
                request.toString(), times);
    }

    private static ObjectNode request(String requestId) {
        ObjectNode request = MAPPER.createObjectNode().put("requestId", requestId);
        request.putObject("metadata").put("of", requestId);
        return request;
    }

    private static String exchange(ObjectNode request, String amount, String words, boolean buys) {
        ObjectNode order = request.put("operation", buys ? "fiat-to-crypto" : "crypto-to-fiat").putObject("order")
                .put("amount", amount).put("currency", "BRL").put("token", "USDT").put("network", buys ? "ETH" : "TRON")
                .put("address", ADDRESS);
        if (!words.isEmpty()) {
            order.put("remark", "sandbox:" + words);
        }
        return null;
    }

    private static String payin(ObjectNode request, String amount, String words) {
        ObjectNode order = request.put("operation", "payin").putObject("order").put("amount", amount).put("currency",
                "EUR");
        if (!words.isEmpty()) {
            order.putObject("fields").put("note", "sandbox:" + words);
        }
        return null;
    }

    private static String topUp(ObjectNode request, String amount, String card) {
        request.put("operation", "card-topup").putObject("order").put("amount", amount).put("cardId", card);
        return card;
    }

    private static String otp(ObjectNode request, String mobile) {
        request.put("operation", "send").putObject("otp").put("mobile", "+" + mobile);
        return mobile;
    }

    private static String licence(ObjectNode request, String uid) {
        request.put("operation", "login").putObject("license").put("uid", uid).put("key", "sandbox-key-ok")
                .put("clientOS", "Android").put("clientModel", "Pixel 9").put("clientOSVersion", "16");
        return uid;
    }

    /** The sandbox is told by the last five digits. */
    private static String digits(Fate fate) {
        return fate.words().isEmpty() ? "70000" : "999" + fate.words();
    }
}
