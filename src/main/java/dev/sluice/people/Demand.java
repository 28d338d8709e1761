package dev.sluice.people;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.intake.Arrival;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.HeldPlace;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.PlanMark;
import dev.sluice.outcome.Masking;
import dev.sluice.outcome.Status;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person asks for, as a message on {@code sluice.people}: {@code act}, {@code by}, {@code why}, {@code family}
 * and {@code requestId}, for {@code resolve} the {@code status}, for {@code clock} the {@code date}, for {@code apply}
 * the {@code plan} and {@code leaveOpen}; for {@code hold} and {@code release} {@code provider} and {@code account}, or the
 * one or neither; for {@code again} the {@code webhook}; to resolve or ask about many requests at once {@code all} in the
 * place of the one; for {@code bulk-stop} and {@code bulk-resume}, {@code approve} and {@code withdraw} the {@code bulk} that
 * they are about; of a dead letter whatever tells which one it was.
 *
 * @param status    how a request is to end, for {@code resolve} alone
 * @param day       what day it is, for {@code clock} alone
 * @param plan      what is to be run, for {@code apply} alone
 * @param leaveOpen whether orders that the plan serves no more may be left to people
 * @param place     of what submissions are held back or released
 * @param webhook   id of the one whose order the provider is to be asked about, for {@code again} alone
 * @param many      which requests it is about, where it is about many
 * @param bulk      the act in bulk that is stopped or resumed, approved or withdrawn, where one is
 */
record Demand(Act act, @Nullable Status status, @Nullable LocalDate day, @Nullable PlanMark plan, boolean leaveOpen,
        HeldPlace place, @Nullable String webhook, @Nullable BulkDemand many, @Nullable String bulk) {

    private static final Set<String> ABOUT_REQUESTS = Set.of("resolve", "ask", Act.NOTE);
    private static final Set<String> ABOUT_MANY = Set.of("resolve", "ask");
    private static final Set<String> ABOUT_DEAD_LETTERS = Set.of("replay", "discard");
    private static final Set<String> ABOUT_SUBMISSIONS = Set.of(Act.HOLD, Act.RELEASE);
    private static final Set<String> ABOUT_BULK = Set.of(Act.BULK_STOP, Act.BULK_RESUME, Act.APPROVE,
            Act.WITHDRAW);
    private static final String ID = "[A-Za-z0-9-]{1,100}";
    private static final List<String> PLACE = List.of("provider", "account");
    private static final String CLOCK = "clock";
    private static final Pattern PLAN = Pattern.compile("[0-9a-f]{12,64}");
    private static final Pattern WEBHOOK = Pattern.compile("[A-Za-z0-9-]{1,100}");
    private static final Set<String> ENDS = Set.of("COMPLETED", "FAILED");
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_PLACE = 32;

    static Demand read(Arrival arrival, @Nullable String step) throws Unusable {
        JsonNode body;
        try {
            body = Json.read(arrival.bytes(), Json.Numbers.ALL_AS_TEXT);
        } catch (Unreadable e) {
            throw new Unusable(e.getMessage());
        }
        String act = text(body, "act");
        boolean aboutRequest = ABOUT_REQUESTS.contains(act);
        boolean again = act.equals(Act.AGAIN);
        boolean applies = act.equals(Act.APPLY);
        boolean aboutBulk = ABOUT_BULK.contains(act);
        boolean ofAll = act.equals(CLOCK) || applies || again || ABOUT_SUBMISSIONS.contains(act) || aboutBulk;
        check(aboutRequest || ABOUT_DEAD_LETTERS.contains(act) || ofAll,
                "act: must be resolve, ask, note, replay, discard, clock, apply, hold, release, again, bulk-stop,"
                        + " bulk-resume, approve or withdraw");
        String id = step == null ? "" : step;
        check(id.matches(ID), "the message property step: must be an id of its own");
        String who = text(body, "by");
        check(!who.isBlank() && who.length() <= LONGEST_NAME, "by: must be a name of 1 to 64 characters");
        String why = Masking.remark(text(body, "why"));
        check(!why.isEmpty(), "why: is required");
        Key key = body.has("family") && body.has("requestId") ? Key.named(text(body, "family"), text(body, "requestId"))
                : null;
        BulkDemand many = ABOUT_MANY.contains(act) && body.has("all") ? BulkDemand.read(body.path("all")) : null;
        check(!aboutRequest || (key == null) == (many != null), many == null ? "family and requestId: are required"
                : "all: is there beside a family and a requestId");
        check(!again || WEBHOOK.matcher(text(body, "webhook")).matches(), "webhook: must be the id of a webhook");
        check(!aboutBulk || text(body, "bulk").matches(ID), "bulk: must be the id of an act in bulk");
        boolean decides = act.equals("resolve");
        check(!decides || ENDS.contains(text(body, "status")), "status: must be COMPLETED or FAILED");
        check(!applies || PLAN.matcher(text(body, "plan")).matches(), "plan: must be the fingerprint of a plan");
        return new Demand(new Act(id, key, act, Masking.remark(who), why, detail(body, many)),
                decides ? Status.valueOf(text(body, "status")) : null, act.equals(CLOCK) ? day(body) : null,
                applies ? new PlanMark(text(body, "plan")) : null, body.path("leaveOpen").asBoolean(),
                ABOUT_SUBMISSIONS.contains(act) ? place(body) : HeldPlace.EVERYTHING,
                again ? text(body, "webhook") : null, many, aboutBulk ? text(body, "bulk") : null);
    }

    /** The same as the act of a user whom the broker knows; another name that the message has is a remark. */
    Demand of(String user) {
        String noted = act.detail();
        if (!act.who().equals(user)) {
            noted = Json.write((noted == null ? Json.object() : Json.own(noted)).put("by", act.who()));
        }
        return new Demand(new Act(act.stepId(), act.key(), act.act(), user, act.why(), noted), status, day, plan,
                leaveOpen, place, webhook, many, bulk);
    }

    /** The same about the request that its webhook was about. */
    Demand about(Key key) {
        return new Demand(new Act(act.stepId(), key, act.act(), act.who(), act.why(), act.detail()), status, day, plan,
                leaveOpen, place, webhook, many, bulk);
    }

    /** Whether it is about one. */
    boolean isAboutRequest() {
        return ABOUT_REQUESTS.contains(act.act()) && many == null || webhook != null && act.key() != null;
    }

    boolean isAboutSubmissions() {
        return ABOUT_SUBMISSIONS.contains(act.act());
    }

    /** The request that it is about. */
    Key key() {
        return Objects.requireNonNull(act.key());
    }

    private static HeldPlace place(JsonNode body) throws Unusable {
        // One that is there and says nothing is a mistake, and not everything.
        for (String member : PLACE) {
            check(!body.has(member) || body.path(member).isTextual() && !text(body, member).isBlank(),
                    member + ": must be a name where it is there");
        }
        HeldPlace place = new HeldPlace(text(body, "provider"), text(body, "account"));
        check(!place.isEverything() || place.account().isEmpty(), "provider: is required where account is given");
        check(place.provider().length() <= LONGEST_PLACE && place.account().length() <= LONGEST_PLACE,
                "provider and account: must have at most 32 characters");
        return place;
    }

    private static LocalDate day(JsonNode body) throws Unusable {
        try {
            return LocalDate.parse(text(body, "date"));
        } catch (DateTimeParseException e) {
            throw new Unusable("date: must be a day such as 2026-11-28");
        }
    }

    private static @Nullable String detail(JsonNode body, @Nullable BulkDemand many) {
        var detail = Json.object();
        for (String member : new String[]{"status", "queue", "to", "fingerprint", "deadAt", "date", "plan",
                "leaveOpen", "provider", "account", "webhook", "bulk"}) {
            if (body.has(member)) {
                detail.put(member, text(body, member));
            }
        }
        if (many != null) {
            detail.set("all", many.json());
        }
        return detail.isEmpty() ? null : Json.write(detail);
    }

    private static String text(JsonNode body, String member) {
        return body.path(member).asText("");
    }

    private static void check(boolean holds, String otherwise) throws Unusable {
        if (!holds) {
            throw new Unusable(otherwise);
        }
    }

    /** The message asks for nothing that can be done; the text says what is wrong with it. */
    static final class Unusable extends Exception {

        Unusable(String text) {
            super(text, null, false, false);
        }

        /** Always there. */
        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
