package dev.sluice.contract;

import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Picks, of all that is wrong with a request, the one thing to tell its author first. */
final class Choice {

    private static final Set<String> CHOICES = Set.of("oneOf", "anyOf");
    private static final Comparator<ValidationMessage> MOST_USEFUL = Comparator.comparingInt(Choice::rank)
            .thenComparing(message -> message.getInstanceLocation().toString());

    private Choice() {
    }

    /** An unknown member (a misspelling explains a missing one), a missing one, a wrong type, then the rest. */
    static ValidationMessage of(Collection<ValidationMessage> messages) {
        List<ValidationMessage> plain = new ArrayList<>();
        List<ValidationMessage> choices = new ArrayList<>();
        Map<String, Map<Integer, List<ValidationMessage>>> alternatives = new LinkedHashMap<>();
        for (ValidationMessage message : messages) {
            JsonNodePath path = message.getEvaluationPath();
            int branch = branch(path);
            if (branch < 0 && CHOICES.contains(message.getType())) {
                choices.add(message);
            } else if (branch < 0) {
                plain.add(message);
            } else {
                alternatives.computeIfAbsent(until(path, branch), key -> new LinkedHashMap<>())
                        .computeIfAbsent((Integer) path.getElement(branch), key -> new ArrayList<>()).add(message);
            }
        }
        return plain.stream().min(MOST_USEFUL)
                .orElseGet(() -> ofAlternatives(choices, alternatives.values().iterator()));
    }

    /** Where all alternatives only miss something, or several hold at once, the choice itself is the thing to tell. */
    private static ValidationMessage ofAlternatives(
            List<ValidationMessage> choices, Iterator<Map<Integer, List<ValidationMessage>>> alternatives) {
        if (!alternatives.hasNext()) {
            return choices.get(0);
        }
        Map<Integer, List<ValidationMessage>> branches = alternatives.next();
        boolean onlyMissing = branches.values().stream().flatMap(List::stream)
                .allMatch(message -> message.getType().equals("required"));
        return onlyMissing && !choices.isEmpty() ? choices.get(0) : nearest(branches);
    }

    /** Of several alternatives the author meant the one with the fewest faults. */
    private static ValidationMessage nearest(Map<Integer, List<ValidationMessage>> branches) {
        return branches.values().stream().min(Comparator.comparingInt(List::size)).orElseThrow()
                .stream().min(MOST_USEFUL).orElseThrow();
    }

    private static int branch(JsonNodePath path) {
        for (int i = 1; i < path.getNameCount(); i++) {
            if (CHOICES.contains(path.getName(i - 1)) && path.getElement(i) instanceof Integer) {
                return i;
            }
        }
        return -1;
    }

    private static String until(JsonNodePath path, int count) {
        StringBuilder start = new StringBuilder();
        for (int i = 0; i < count; i++) {
            start.append('/').append(path.getElement(i));
        }
        return start.toString();
    }

    private static int rank(ValidationMessage message) {
        return Wording.isUnknownMember(message) ? 0 : switch (message.getType()) {
            case "required" -> 1;
            case "type" -> 2;
            default -> 3;
        };
    }
}
