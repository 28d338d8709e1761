package dev.sluice.cli.attempt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.answer.Outcomes;
import dev.sluice.call.DryRun;
import dev.sluice.cli.GivenFile;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Terminal;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.Secrets;
import dev.sluice.provider.Webhook;
import dev.sluice.step.Preview;
import dev.sluice.step.Step;
import dev.sluice.text.Shown;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice try}: the HTTP request that a request becomes, and how an answer to it would be read. */
@Command(name = "try")
public final class TryCommand implements Callable<Integer> {

    private final Surroundings surroundings;
    private final PrintStream out;

    @Mixin
    private WantedCall wanted = new WantedCall();
    @Option(names = "--answer", paramLabel = "FILE")
    private List<String> answer = List.of();
    @Option(names = "--http", paramLabel = "N", defaultValue = "200")
    private int http;
    @Option(names = "--webhook", paramLabel = "FILE")
    private @Nullable String webhook;
    @Option(names = "--given", paramLabel = "CALL=FILE")
    private List<String> given = List.of();
    @Option(names = "--send")
    private boolean send;
    @Option(names = "--record", paramLabel = "FILE")
    private @Nullable String record;

    public TryCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.out = surroundings.out();
    }

    @Override
    public Integer call() throws IOException {
        if (webhook != null && (!answer.isEmpty() || wanted.ask)) {
            throw Problem.usage("--webhook stands alone: what a delivery says is read without a call.");
        }
        if (send && (webhook != null || !answer.isEmpty() || !given.isEmpty())) {
            throw Problem.usage("--send has the provider's own answer: leave --answer, --given and --webhook out.");
        }
        if (record != null && !send) {
            throw Problem.usage("--record writes down what a call was answered that was sent: give --send too.");
        }
        Clock clock = Clock.systemUTC();
        if (send) {
            return sent(clock);
        }
        try (Attempt attempt = wanted.attempt(surroundings, clock, () -> UUID.randomUUID().toString())) {
            Step step = wanted.step(surroundings, attempt, wanted.ask || webhook != null);
            attempt.madeUp().forEach(name -> out.println("note: " + name + " is not set; a text in its place is used"));
            if (webhook != null) {
                delivery(attempt, step, new GivenFile(surroundings, webhook), clock);
            } else {
                String call = wanted.ask ? attempt.question(wanted.operation) : wanted.operation;
                called(attempt.call(step, answers(call)), call, step, clock);
            }
        }
        return 0;
    }

    private int sent(Clock clock) throws IOException {
        try (Attempt attempt = wanted.sending(surroundings, clock, () -> UUID.randomUUID().toString())) {
            Step step = wanted.step(surroundings, attempt, wanted.ask);
            Recording recording = record == null ? null
                    : Recording.to(surroundings, wanted, record);
            DryRun.Ran ran = attempt.send(step);
            String call = wanted.ask ? attempt.question(wanted.operation) : wanted.operation;
            called(ran, call, step, clock);
            if (recording != null) {
                heading("recorded");
                line(recording.write(step, ran));
            }
        }
        return 0;
    }

    /** By the call that they answer, in the order in which they were given. */
    private Map<String, List<DryRun.Answer>> answers(String call) {
        Map<String, List<DryRun.Answer>> answers = new HashMap<>();
        for (String one : given) {
            String[] parts = one.split("=", 2);
            if (parts.length < 2) {
                throw Problem.usage("--given wants CALL=FILE, and not \"" + one + "\".");
            }
            answers.computeIfAbsent(parts[0], first -> new ArrayList<>()).add(answer(200, parts[1]));
        }
        answer.forEach(file -> answers.computeIfAbsent(call, first -> new ArrayList<>()).add(answer(http, file)));
        return answers;
    }

    private DryRun.Answer answer(int status, String file) {
        return new DryRun.Answer(status, Map.of(), new GivenFile(surroundings, file).bytes());
    }

    private void called(DryRun.Ran ran, String call, Step step, Clock clock) {
        for (DryRun.Request request : ran.requests()) {
            RequestAsText text = new RequestAsText(request, ran.secrets(), send);
            heading("request " + request.call());
            text.lines().forEach(this::line);
            heading("as curl");
            out.println(text.curl(
                    CurlOptions.of(step.provider().reach(), step.entry().account(), request.uri())));
        }
        if (send) {
            heading("answers");
            ran.answers().forEach(each -> line("HTTP " + each.http() + ", " + each.body().length + " bytes"));
        }
        Outcome outcome = ran.outcome();
        if (outcome != null) {
            if (ran.members() != null) {
                members(ran.members(), ran.secrets());
            }
            meaning(step, outcome, clock);
        }
        if (ran.unanswered() != null && (!answer.isEmpty() || !call.equals(ran.unanswered()))) {
            out.println();
            out.println(call.equals(ran.unanswered())
                    ? "note: " + call + " is called once more; give its answers one after the other, each with --answer"
                    : "note: " + ran.unanswered() + " is called before " + call + "; give an answer to it with --given "
                            + ran.unanswered() + "=FILE");
        }
    }

    private void delivery(Attempt attempt, Step step, GivenFile file, Clock clock) {
        Webhook described = attempt.provider().webhook();
        if (described == null) {
            throw Problem.failed(wanted.provider + " has no webhook in its file.");
        }
        JsonNode said;
        try {
            said = described.format().answer(file.bytes(), null, Json.Numbers.ALL_AS_TEXT);
        } catch (Unreadable e) {
            throw Problem.failed(file.told() + " cannot be read as a delivery: " + e.getMessage() + ".", e);
        }
        String event = described.places().event(said);
        String order = described.places().orderId(said);
        heading("delivery");
        line("event    " + (event == null ? "none" : Shown.line(event)) + ": "
                + described.events().sort(event).name().toLowerCase(Locale.ROOT));
        line("order    " + (order == null ? "none is named" : Shown.line(order)));
        JsonNode members = described.places().answer(said);
        members(members, Secrets.NONE);
        if (attempt.provider().answersAbout(step.operation(), wanted.reference)) {
            heading("meaning");
            line("the provider is asked at once (" + attempt.question(wanted.operation) + "), and that answer counts");
        } else {
            meaning(step, Outcomes.interpret(step.provider(), step.operation(), step.request(), 200, null, members,
                    true, Secrets.NONE), clock);
        }
    }

    /** A provider may repeat a secret in its answer. */
    private void members(JsonNode members, Secrets secrets) {
        heading("read as");
        members.properties().forEach(member -> line(secrets.blanked(member.getKey() + ": "
                + Shown.json(Json.write(member.getValue())))));
    }

    private void meaning(Step step, Outcome outcome, Clock clock) {
        Preview preview = Preview.of(step, outcome, clock.millis());
        heading("meaning");
        line(outcome.kind() + (outcome.error() == null ? "" : ": " + outcome.error().message()));
        if (preview.next() != null) {
            line("then " + preview.next());
        }
        if (preview.result() != null) {
            heading("result");
            line(Shown.json(preview.result()));
        }
    }

    private void heading(String text) {
        out.println();
        out.println(surroundings.terminal().paint(Terminal.BOLD, text));
    }

    private void line(String text) {
        out.println(text.isEmpty() ? "" : "  " + text);
    }
}
