package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Ran;
import dev.sluice.pages.Page;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stories that pages tell, from the first command to what the last one shows, at the packaged program. */
class PagesIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void theReadmesFirstCommandEndsWell() throws Exception {
        try (Story story = new Story(folder, Story.page("README.md").section("# Sluice"))) {
            String first = story.typed(0).lines().findFirst().orElseThrow();
            Ran ran = story.type(first);
            assertThat(ran.exitCode()).as(first + ran.out() + ran.err()).isZero();
        }
    }

    @Test
    void aRequestHasTheResultsThatTheReadmeShows() throws Exception {
        Page section = Story.page("README.md").section("## A request and its results");
        try (Story story = new Story(folder, section)) {
            story.start(story.typed(0));
            assertThat(story.type(story.typed(1)).exitCode()).isZero();
            story.shows(story.typed(2), section.fenced("text").get(0));
            String last = story.type("./sluice results --json").out().lines().reduce((one, next) -> next).orElseThrow();
            isSaid(section.fenced("json").get(0), last);
            story.type("./sluice results --take");
            assertThat(story.type(story.typed(1)).exitCode()).isZero();
            story.shows("./sluice results --json", "\"replayed\":true");
        }
    }

    @Test
    void aStuckOrderIsEndedAsThePageTells() throws Exception {
        Page section = Story.page("docs/operate.md").section("## A stuck order, from alert to resolved");
        List<String> shown = section.fenced("text");
        try (Story story = new Story(folder, section)) {
            story.start(story.typed(0));
            assertThat(story.type(story.typed(1)).exitCode()).isZero();
            story.shows(story.typed(2), "UNRESOLVED");
            story.shows(story.typed(3), shown.get(0));
            story.shows(story.typed(4), shown.get(2));
            story.shows(story.typed(5), shown.get(3));
            assertThat(story.type(story.typed(6)).out()).containsPattern(Story.pattern(shown.get(4)));
            String last = story.type("./sluice results --json").out().lines().reduce((one, next) -> next).orElseThrow();
            isSaid(section.fenced("json").get(0), last);
            story.shows(story.typed(4), "ana decided");
        }
    }

    @Test
    void aDeadLetterIsReplayedAndDiscardedAndTheClockConfirmedAsThePagesTell() throws Exception {
        Page section = Story.page("docs/operate.md").section("## Dead letters");
        Page clock = Story.page("docs/operate.md").section("## A wrong clock");
        try (Story story = new Story(folder, section)) {
            story.start("./sluice run --sandbox");
            List<String> sent = story.typed(0).lines().toList();
            assertThat(story.type(sent.get(0)).exitCode()).isZero();
            String page = section.fenced("text").get(0);
            String listed = story.shows(sent.get(1), page);
            story.call(id(page), id(listed));
            story.call(fingerprint(page), fingerprint(listed));
            assertThat(story.type("./sluice dead show " + id(listed)).out()).contains("no order in it");
            List<String> replays = story.typed(1).lines().toList();
            assertThat(story.type(replays.get(0)).out()).contains("replayed");
            story.shows(replays.get(1), "replayed");
            story.call(id(page), id(story.shows(sent.get(1), page)));
            assertThat(story.type(story.typed(2)).out()).contains("discarded");
            assertThat(story.type(sent.get(1)).out()).contains("Nothing is on sluice.dead.");

            List<String> told = clock.typed().get(0).lines().toList();
            assertThat(story.type(told.get(0)).exitCode()).isZero();
            Ran confirmed = story
                    .type(told.get(1).replaceAll("\\d{4}-\\d\\d-\\d\\d", LocalDate.now(ZoneOffset.UTC).toString()));
            assertThat(confirmed.exitCode()).as(confirmed.err()).isZero();
        }
    }

    /** The same members, and what is not another each time the same. */
    private static void isSaid(String page, String really) throws Exception {
        ObjectNode shown = (ObjectNode) JSON.readTree(page);
        JsonNode said = JSON.readTree(really);
        // A PENDING may come between.
        shown.remove("occurredAt");
        assertThat(said.hasNonNull("occurredAt")).isTrue();
        if (said.path("status").asText().equals("COMPLETED")) {
            shown.remove("sequence");
        }
        sameMembers(shown, said);
    }

    private static void sameMembers(JsonNode shown, JsonNode said) {
        shown.properties().forEach(member -> {
            JsonNode real = said.path(member.getKey());
            if (member.getValue().isObject()) {
                assertThat(real.size()).as(member.getKey() + " in " + said).isEqualTo(member.getValue().size());
                sameMembers(member.getValue(), real);
            } else if (member.getValue().isTextual()) {
                assertThat(real.asText()).as(member.getKey()).matches(Story.pattern(member.getValue().asText()));
            } else {
                assertThat(real).as(member.getKey()).isEqualTo(member.getValue());
            }
        });
    }

    private static String id(String list) {
        return list.lines().skip(1).findFirst().orElseThrow().split(" ")[0];
    }

    private static String fingerprint(String list) {
        return list.lines().skip(1).findFirst().orElseThrow().strip().replaceAll(".* ([0-9a-f]{8}) .*", "$1");
    }
}
