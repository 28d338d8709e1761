package dev.sluice.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the {@code message} section, what messages are made of, and the other readings of it. */
final class Messages {
    enum BodyForm implements Labelled {
        RAW, MINIFIED, SORTED
    }

    private static final List<String> SOURCES = List.of("body", "template", "fields", "json", "form", "each", "concat",
            "hash",
            "encode", "replace", "length", "sign");

    private Messages() {
    }

    static Message read(Description section) {
        List<String> given = SOURCES.stream().filter(section::has).toList();
        if (given.size() != 1) {
            throw section.problem("needs exactly one of " + String.join(", ", SOURCES)
                    + (given.isEmpty() ? "" : "; has " + String.join(", ", given)));
        }
        Message source = source(section, given.get(0));
        List<Message> parts = new ArrayList<>(List.of(source));
        if (section.has("prefix")) {
            parts.add(0, section.template("prefix"));
        }
        if (section.has("suffix")) {
            parts.add(section.template("suffix"));
        }
        section.done();
        return parts.size() == 1 ? source : new Message.Joined(List.copyOf(parts));
    }

    private static Message source(Description section, String source) {
        return switch (source) {
            case "body" -> section.template(section.at("body"),
                    "{body:" + section.choice("body", BodyForm.class).label() + "}");
            case "template" -> section.template("template");
            case "json" -> new JsonMembers(section, "json");
            case "form" -> new FormMembers(section, "form");
            case "concat" -> joined(section);
            case "length" -> new Derived.Measured(part(section, "length"));
            default -> {
                Description made = section.at(section.at(source), section.needed(source));
                Message message = switch (source) {
                    case "fields" -> new SortedFields(made);
                    case "each" -> new Message.Each(new JsonPath(made.at("in"), made.text("in")), made.text("join", ""),
                            ofItems(made));
                    case "hash" -> new Derived.Hashed(part(made, "of"), made.choice("algorithm", Algorithm.DIGESTS),
                            made.choice("encoding", TextEncoding.orRaw(TextEncoding.OF_DIGESTS), TextEncoding.HEX));
                    case "encode" -> new Derived.Encoded(part(made, "of"),
                            made.choice("encoding", TextEncoding.OF_PARTS));
                    case "replace" -> new Derived.Replaced(part(made, "of"),
                            made.choice("case", Derived.Replaced.LetterCase.class, Derived.Replaced.LetterCase.KEEP),
                            made.entries("texts", Messages::text));
                    default -> new Derived.SignedPart(part(made, "of"), Signer.of(made),
                            made.choice("encoding", TextEncoding.orRaw(TextEncoding.OF_SIGNATURES), TextEncoding.HEX));
                };
                made.done();
                yield message;
            }
        };
    }

    private static Message ofItems(Description each) {
        Message of = part(each, "of");
        of.visit(variable -> {
            if (variable.kind == Variable.Kind.BODY || variable.kind == Variable.Kind.DIGEST) {
                throw each.problem("of", "cannot hold {" + variable + "}: an item has fields, and no bytes of its own");
            }
        });
        return of;
    }

    static String text(String key, JsonNode value) {
        if (!value.isTextual()) {
            throw new SignatureProblem(key, "must be text");
        }
        return value.textValue();
    }

    /** A message within another: a section, or a template alone. */
    static Message part(Description section, String key) {
        return part(section, section.at(key), section.needed(key));
    }

    private static Message part(Description section, String key, JsonNode value) {
        return value.isTextual() ? section.template(key, value.textValue()) : read(section.at(key, value));
    }

    private static Message joined(Description section) {
        return new Message.Joined(List.copyOf(section.items("concat", (path, value) -> part(section, path, value))));
    }

    /** What is below {@code timestamps}: forms of the time beside those that have a name of their own. */
    static void times(Description root) {
        root.entries("timestamps", (key, value) -> {
            String name = key.substring("timestamps.".length());
            if (!name.matches("[a-z-]+") || TimestampFormat.isNamed(name)) {
                throw root.problem(key, "must be called by small letters, and otherwise than the forms that there are");
            }
            return root.named().times().put(name, TimestampFormat.of(key, value));
        });
    }

    /** What is below {@code parts}: one may hold those above it. */
    static void parts(Description root) {
        root.entries("parts", (key, value) -> {
            Message part = part(root, key, value);
            part.visit(variable -> {
                if (variable.isOfEachField()) {
                    throw root.problem(key, "cannot hold {" + variable + "}, which stands in fields.of alone");
                }
            });
            root.named().parts().put(key.substring("parts.".length()), part);
            return part;
        });
    }

    /** The message and its alternatives: each of these is the message with what it names put over it. */
    static Map<String, Message> readings(Message message, JsonNode node, @Nullable Description verify) {
        Map<String, Message> readings = new LinkedHashMap<>();
        readings.put("message", message);
        if (verify != null) {
            readings.putAll(verify.entries("alternatives", (key, over) -> {
                if (!over.isObject() || over.isEmpty()) {
                    throw new SignatureProblem(key, "must be a section of what is different from message");
                }
                return read(verify.at(key, over(node.deepCopy(), over)));
            }));
        }
        return readings;
    }

    /** One description with what another names put over it; what that has empty is taken away. */
    static JsonNode over(JsonNode below, JsonNode above) {
        if (!(below instanceof ObjectNode merged) || !above.isObject()) {
            return above;
        }
        if (SOURCES.stream().anyMatch(above::has) && SOURCES.stream().anyMatch(below::has)) {
            SOURCES.stream().filter(source -> !above.has(source)).forEach(merged::remove);
        }
        above.properties().forEach(entry -> {
            JsonNode before = merged.get(entry.getKey());
            if (entry.getValue().isNull()) {
                merged.remove(entry.getKey());
            } else {
                merged.set(entry.getKey(), before == null ? entry.getValue() : over(before, entry.getValue()));
            }
        });
        return merged;
    }
}
