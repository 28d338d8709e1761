package dev.sluice.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes the orders of one account, and counts. */
final class Teller {

    enum Mood {
        WELL,
        /** Takes the call and everything that it asks for, and says nothing until the mood is another. */
        SILENT,
        /** Answers questions, and is silent when it takes an order. */
        SILENT_ON_ORDERS,
        /** Answers HTTP 500 and does nothing. */
        BROKEN,
        /** Refuses in so many words. */
        REFUSING,
        /** Answers questions, and an order that it takes with a page. */
        PAGE_ON_ORDERS,
        /** Answers questions, and an order that it takes with a code that no table lists. */
        ODD_ON_ORDERS,
        /** Wants a pause of two seconds. */
        BUSY
    }

    /** @param status 0 to close the connection */
    record Answer(int status, String body, Map<String, String> headers) {
    }

    /** @param at nanoseconds of the machine */
    record Call(String id, long at) {
    }

    private final Map<String, Integer> orders = new LinkedHashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private Mood mood = Mood.WELL;
    private int takingOrders;
    private int answeringQuestions;
    private int mostOrders;
    private int mostQuestions;
    private long slowMillis;
    private int together;

    synchronized void is(Mood other) {
        mood = other;
        notifyAll();
    }

    /** Takes so long for each call. */
    synchronized void takes(long millis) {
        slowMillis = millis;
    }

    /** Answers no order before it was taking so many at the same time. */
    synchronized void waitsFor(int many) {
        together = many;
    }

    /** How often an order was taken under this number. */
    synchronized int taken(String id) {
        return orders.getOrDefault(id, 0);
    }

    /** The calls about these orders. */
    synchronized List<Call> calls(List<String> ids) {
        return calls.stream().filter(call -> ids.contains(call.id())).toList();
    }

    /** The most orders that it was taking at the same time. */
    synchronized int mostOrders() {
        return mostOrders;
    }

    /** The most questions that it was answering at the same time. */
    synchronized int mostQuestions() {
        return mostQuestions;
    }

    synchronized Answer serve(boolean order, String id) {
        calls.add(new Call(id, System.nanoTime()));
        takingOrders += order ? 1 : 0;
        answeringQuestions += order ? 0 : 1;
        mostOrders = Math.max(mostOrders, takingOrders);
        mostQuestions = Math.max(mostQuestions, answeringQuestions);
        notifyAll();
        try {
            return served(order, id);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            takingOrders -= order ? 1 : 0;
            answeringQuestions -= order ? 0 : 1;
        }
    }

    private Answer served(boolean order, String id) throws InterruptedException {
        while (order && mostOrders < together) {
            wait();
        }
        for (long end = System.nanoTime() + slowMillis * 1_000_000,
                left = slowMillis; left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        switch (mood) {
            case BROKEN :
                return new Answer(500, "", Map.of());
            case REFUSING :
                return new Answer(400, "{\"success\":false,\"error\":{\"code\":\"invalid\"}}", Map.of());
            case BUSY :
                return new Answer(429, "{}", Map.of("Retry-After", "2"));
            default :
                orders.merge(id, order ? 1 : 0, Integer::sum);
        }
        if (order && mood == Mood.PAGE_ON_ORDERS) {
            return new Answer(200, "<html>We are closed</html>", Map.of());
        }
        if (order && mood == Mood.ODD_ON_ORDERS) {
            return new Answer(400, "{\"success\":false,\"error\":{\"code\":\"E77\"}}", Map.of());
        }
        boolean silent = false;
        while (mood == Mood.SILENT || mood == Mood.SILENT_ON_ORDERS && order) {
            silent = true;
            wait();
        }
        return silent ? new Answer(0, "", Map.of())
                : new Answer(200, "{\"success\":" + (orders.get(id) > 0) + ",\"data\":{\"order_id\":\"" + id
                        + "\",\"id\":\"T-" + id + "\",\"amount\":\"10.50\",\"currency\":\"EUR\",\"status\":\""
                        + (order ? "created" : "success") + "\"}}", Map.of());
    }
}
