package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.outcome.Kind;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a list that one call has seen. The page that has our order is the last that is asked for; where it says
 * that the order failed, the others are looked through for a further one that is ours.
 */
public final class PagesSeen {

    /** The place of a template that stands for the page. */
    public static final String PLACE = "page";

    private static final String MORE = "not all of its pages were seen";

    private final Places places;
    private final ListPages pages;
    private final Answers answers;
    private final Set<String> asked = new HashSet<>();
    private @Nullable String page;
    private @Nullable JsonNode failed;
    private int count;
    private int items;
    private int ours;
    private boolean all;
    private boolean broken;

    PagesSeen(Places places, ListPages pages, Answers answers) {
        this.places = places;
        this.pages = pages;
        this.answers = answers;
        page = pages.first();
    }

    /** The request, with what stands for the page that is asked for. */
    public JsonNode beside(JsonNode request) {
        return page == null || !(request instanceof ObjectNode) ? request
                : request.<ObjectNode>deepCopy().put(PLACE, page);
    }

    /**
     * Whether another page is to be asked for. None is behind one that is no good answer or has our order, but for one
     * that failed; when as many as there may be were asked for; and where the next one was asked for already.
     *
     * @param good whether HTTP calls it a success, and it can be read
     */
    public boolean goOn(JsonNode body, JsonNode request, boolean good) {
        count++;
        int held = good ? places.held(body, request) : -1;
        broken = held < 0;
        int found = broken ? 0 : places.found(body, request);
        ours += found;
        if (broken || found > 0 && (ours > 1 || !isFailed(body, request))) {
            return false;
        }
        failed = found > 0 ? body : failed;
        items += held;
        JsonNode next = body.at(pages.next());
        if (pages.by() == ListPages.By.CURSOR) {
            page = next.isValueNode() ? next.asText("") : "";
            all = (next.isValueNode() || next.isMissingNode()) && (page.isEmpty() || isNone(next));
        } else {
            page = pages.behind(count, items);
            all = held == 0;
        }
        return !all && !page.isEmpty() && count < pages.most() && asked.add(page);
    }

    private static boolean isNone(JsonNode next) {
        return next.isNull() || next.asText().equals("false");
    }

    private boolean isFailed(JsonNode body, JsonNode request) {
        return answers.statuses().get(places.answer(body, request, true).path("status").asText("")) == Kind.FAILED;
    }

    /**
     * The members that are interpreted, of all pages. That the order failed counts where all were seen, and it is there
     * once; that there is none, where nothing was in any. A code for that behind the first page is said of the page.
     *
     * @param last the last page
     * @param good whether HTTP calls it a success
     */
    public ObjectNode answer(JsonNode last, JsonNode request, boolean good) {
        if (failed != null && !broken) {
            return all && ours == 1 ? places.answer(failed, request, good)
                    : places.unbelieved(last, true, ours > 1 ? "its list has this order " + ours + " times" : MORE);
        }
        ObjectNode answer = places.answer(last, request, good && all && items == 0);
        if (all || ours > 0 && !broken || count < 2) {
            return answer;
        }
        String code = answer.path("code").asText("");
        if (answers.noSuchOrder().contains(code)) {
            answer.put("success", false).putNull("code");
            Places.tell(answer, "code " + code + " behind the first page is said of the page");
        }
        return Places.tell(answer, MORE);
    }
}
