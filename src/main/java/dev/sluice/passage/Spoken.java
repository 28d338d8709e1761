package dev.sluice.passage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.provider.CallPlan;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One HTTP request of a call and its answer, as they were, for as long as the call lasts. */
public final class Spoken {

    /** Of a step as many are kept, the newest ones: the pages of a list alone may be more. */
    public static final int MOST = 10;
    /** Of answers that are longer together the documents of the oldest are not kept: parsed they are many times as long. */
    private static final int LONGEST = 64 * 1024;

    /**
     * What was answered.
     *
     * @param length   in bytes, before anything of it was unpacked
     * @param document none where it is too long to be shown
     * @param unread   why it could not be read, where it could not
     */
    public record Answer(int http, @Nullable String contentType, int length, @Nullable JsonNode document,
            @Nullable String unread) {

        public Answer {
            document = length > LONGEST ? null : document;
        }

        private Answer withoutDocument() {
            return new Answer(http, contentType, length, null, unread);
        }
    }

    private final String call;
    private final CallPlan plan;
    private final @Nullable JsonNode sent;
    private final long at;
    private final long begun = System.nanoTime();
    private @Nullable Answer answer;
    private long nanos = -1;

    /**
     * @param call the name by which the file has path and method
     * @param sent the document that is the body, where one is
     * @param at   epoch milliseconds
     */
    public Spoken(String call, CallPlan plan, @Nullable JsonNode sent, long at) {
        this.call = call;
        this.plan = plan;
        this.sent = sent;
        this.at = at;
    }

    /** @param call all that was said in it, oldest first */
    static void bound(List<Spoken> call) {
        long length = 0;
        for (int i = call.size() - 1; i >= 0; i--) {
            Answer answer = call.get(i).answer;
            if (answer != null && answer.document != null) {
                length += answer.length;
                call.get(i).answer = length > LONGEST ? answer.withoutDocument() : answer;
            }
        }
    }

    void answered(Answer answer) {
        this.answer = answer;
        ended();
    }

    /** No answer comes any more. */
    void ended() {
        if (nanos < 0) {
            nanos = System.nanoTime() - begun;
        }
    }

    public String call() {
        return call;
    }

    public CallPlan plan() {
        return plan;
    }

    public @Nullable JsonNode sent() {
        return sent;
    }

    public long at() {
        return at;
    }

    /** None where none came. */
    public @Nullable Answer answer() {
        return answer;
    }

    public long millis() {
        return TimeUnit.NANOSECONDS.toMillis(Math.max(0, nanos));
    }
}
