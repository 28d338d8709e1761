package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pages of a list that one call has seen. The page that has our order is the last that is asked for. */
public final class PagesSeen {

    /** The place of a template that stands for the page. */
    public static final String PLACE = "page";

    private final Places places;
    private final ListPages pages;
    private final Set<String> asked = new HashSet<>();
    private @Nullable String page;
    private int count;
    private int items;
    private boolean all;

    PagesSeen(Places places, ListPages pages) {
        this.places = places;
        this.pages = pages;
        page = pages.first();
    }

    /** The request, with what stands for the page that is asked for. */
    public JsonNode beside(JsonNode request) {
        return page == null || !(request instanceof ObjectNode) ? request
                : request.<ObjectNode>deepCopy().put(PLACE, page);
    }

    /**
     * Whether another page is to be asked for. None is behind one that is no good answer or has our order, when as many
     * as there may be were asked for, and where the next one was asked for already.
     *
     * @param good whether HTTP calls it a success, and it can be read
     */
    public boolean goOn(JsonNode body, JsonNode request, boolean good) {
        count++;
        int held = good ? places.held(body, request) : -1;
        if (held < 0) {
            return false;
        }
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

    /** Whether all pages were seen, and there was nothing in any of them. */
    public boolean areEmpty() {
        return all && items == 0;
    }

    /** Whether all pages were seen. */
    public boolean areAll() {
        return all;
    }
}
