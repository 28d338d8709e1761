package dev.sluice.start;

import dev.sluice.json.Json;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.PlanMark;
import dev.sluice.ledger.PlanRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A file beside the others that names the fingerprint they have when all of them are written, and is written last. Once
 * it names another one, and the files are that, all replicas are to run it.
 */
final class Manifest {

    static final String FILE = "config/plan.mark";

    private static final Pattern MARK = Pattern.compile("\\s*([0-9a-f]{12})\\s*");

    private final Path file;
    private final PlanRows rows;
    private final Supplier<PlanMark> files;
    private final String replica;
    private Optional<PlanMark> known;

    /** What it names now was there when this replica started, and changes nothing. */
    Manifest(Path home, PlanRows rows, Supplier<PlanMark> files, String replica) {
        this.file = home.resolve(FILE);
        this.rows = rows;
        this.files = files;
        this.replica = replica;
        this.known = named();
    }

    /** Wants what it names from now on, where that is new and all of its files are there. */
    void look() {
        Optional<PlanMark> named = named();
        if (named.isEmpty() || named.equals(known) || !named.get().equals(files.get())) {
            return;
        }
        PlanMark plan = named.get();
        if (rows.wanted().filter(wanted -> wanted.plan().equals(plan)).isEmpty()) {
            rows.want(new Act("manifest-" + UUID.randomUUID(), null, Act.APPLY, FILE, "read by " + replica,
                    Json.write(Json.object().put("plan", plan.text()))), plan, false);
        }
        known = named;
    }

    /** Nothing where it is not there, or is being written. */
    private Optional<PlanMark> named() {
        try {
            return Optional.of(MARK.matcher(Files.readString(file))).filter(text -> text.matches())
                    .map(text -> new PlanMark(text.group(1)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
