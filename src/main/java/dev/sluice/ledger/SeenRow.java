package dev.sluice.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * A request's row as a step saw it. Nothing is read for it: an order of the provider is taken for nobody's, which most
 * are, and where it is somebody's all of it begins anew.
 */
final class SeenRow extends Row {

    private final List<Sql.Update> taken = new ArrayList<>();

    SeenRow(Sql sql, Entry seen) {
        super(sql, seen);
    }

    @Override
    public boolean takes(String reference) {
        taken.add(taking(reference));
        return true;
    }

    @Override
    List<Sql.Update> taken() {
        return taken;
    }
}
