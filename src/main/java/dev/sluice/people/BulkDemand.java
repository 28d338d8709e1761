package dev.sluice.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.ledger.Bulk;
import dev.sluice.ledger.Cause;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Open;
import dev.sluice.ledger.Search;
import dev.sluice.ledger.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which requests an act is about that is about many: the member {@code all} of what a person asks for, with what they
 * were found by, when, how many and which they were, and how many of them are taken in a second.
 */
public record BulkDemand(Selection selection, int rate) {

    /** Which may be named: of what ended there may be any number, and nothing is to be done about it. */
    public static final List<String> STATUSES = List.of("UNKNOWN", "UNRESOLVED", Open.SILENT, Open.DOUBTED, "PENDING",
            "ACCEPTED");

    private static final String NAME = "[A-Za-z0-9._-]{1,64}";
    private static final Set<String> MEMBERS = Set.of("statuses", "provider", "account", "family", "tenant", "older",
            "error", "fingerprint", "at", "count", "set", "rate");
    private static final int LONGEST = 128;

    /** As {@link #read} reads it. */
    public ObjectNode json() {
        Search search = selection.search();
        ObjectNode json = Json.object();
        ArrayNode statuses = json.putArray("statuses");
        search.statuses().forEach(statuses::add);
        // A version before refuses these where they are there, and takes none that it was not to take.
        if (search.error() != null) {
            json.put("error", search.error());
        }
        if (search.cause() != null) {
            json.put("fingerprint", search.cause());
        }
        return json.put("provider", search.provider()).put("account", search.account()).put("family", search.family())
                .put("tenant", search.tenant()).put("older", search.older()).put("at", selection.at())
                .put("count", selection.count()).put("set", selection.set()).put("rate", rate);
    }

    static BulkDemand read(JsonNode all) throws Demand.Unusable {
        // What is not understood is no filter that was left out.
        check(all.isObject() && all.properties().stream().allMatch(member -> MEMBERS.contains(member.getKey())),
                "all: must be an object with no members but " + String.join(", ", new TreeSet<>(MEMBERS)));
        List<String> statuses = new ArrayList<>();
        all.path("statuses").forEach(status -> statuses.add(status.isTextual() ? status.asText() : ""));
        int count = number(all, "count", Bulk.MOST);
        Search search = new Search(null, statuses, text(all, "provider"), text(all, "account"), text(all, "family"),
                tenant(all), time(all, "older"), Bulk.MOST + 1, null, null, error(all), cause(all), null);
        check(all.path("statuses").isArray() && !statuses.isEmpty() && statuses.size() <= STATUSES.size()
                && STATUSES.containsAll(statuses), "all.statuses: must be some of " + String.join(", ", STATUSES));
        String set = text(all, "set");
        check(set != null, "all.set: is required");
        return new BulkDemand(new Selection(search, time(all, "at"), count, String.valueOf(set)),
                number(all, "rate", Bulk.FASTEST));
    }

    private static int number(JsonNode all, String member, int most) throws Demand.Unusable {
        long number = time(all, member);
        check(number >= 1 && number <= most, "all." + member + ": must be a number from 1 to " + most);
        return (int) number;
    }

    /** Numbers of what people ask for are texts. */
    private static long time(JsonNode all, String member) throws Demand.Unusable {
        String text = all.path(member).asText("");
        check(text.matches("[0-9]{1,15}"), "all." + member + ": must be a number");
        return Long.parseLong(text);
    }

    private static @Nullable String text(JsonNode all, String member) throws Demand.Unusable {
        String text = written(all, member);
        check(text == null || text.matches(NAME), "all." + member + ": must be a name");
        return text;
    }

    private static @Nullable String written(JsonNode all, String member) throws Demand.Unusable {
        JsonNode value = all.path(member);
        check(value.isMissingNode() || value.isNull() || value.isTextual(), "all." + member + ": must be a text");
        return value.textValue();
    }

    /** Empty for those of none. */
    private static @Nullable String tenant(JsonNode all) throws Demand.Unusable {
        String tenant = written(all, "tenant");
        check(tenant == null || tenant.isEmpty() || Key.isTenant(tenant), "all.tenant: must be a tenant, or empty");
        return tenant;
    }

    private static @Nullable String cause(JsonNode all) throws Demand.Unusable {
        String cause = written(all, "fingerprint");
        check(cause == null || Cause.FINGERPRINT.matcher(cause).matches(), "all.fingerprint: must be 8 hex digits");
        return cause;
    }

    /** As a provider writes its codes. */
    private static @Nullable String error(JsonNode all) throws Demand.Unusable {
        String error = written(all, "error");
        check(error == null || !error.isEmpty() && error.length() <= LONGEST && error.indexOf('\0') < 0,
                "all.error: must have 1 to " + LONGEST + " characters");
        return error;
    }

    private static void check(boolean holds, String otherwise) throws Demand.Unusable {
        if (!holds) {
            throw new Demand.Unusable(otherwise);
        }
    }
}
