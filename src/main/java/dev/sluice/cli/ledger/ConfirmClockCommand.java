package dev.sluice.cli.ledger;

import dev.sluice.cli.Decider;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Telling;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice ledger confirm-clock}: a person says what day it is, so that a clock that is right is believed. */
@Command(name = "confirm-clock")
final class ConfirmClockCommand implements Callable<Integer> {

    @Option(names = "--date", paramLabel = "DAY", required = true)
    private String date;
    @Mixin
    private final Decider decider;
    @Mixin
    private final Telling telling;

    ConfirmClockCommand(Surroundings surroundings) {
        this.decider = new Decider(surroundings);
        this.telling = new Telling(surroundings);
    }

    @Override
    public Integer call() {
        telling.tell(decider.act("clock").put("date", day().toString()), "clock", "./sluice ledger clock");
        return 0;
    }

    private LocalDate day() {
        try {
            return LocalDate.parse(date);
        } catch (DateTimeParseException e) {
            throw Problem.usage("--date must be today, such as 2026-11-28.");
        }
    }
}
