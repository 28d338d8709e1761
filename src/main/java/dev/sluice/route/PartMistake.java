package dev.sluice.route;

import dev.sluice.config.Mistake;
import dev.sluice.config.Rule;

/** Makes a mistake of a part of a route. */
@FunctionalInterface
interface PartMistake {

    /** @param word what is wrong, as it stands in the file */
    Mistake of(Rule rule, String reason, String word);
}
