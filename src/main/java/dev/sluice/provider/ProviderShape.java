package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.sluice.config.Broken;
import dev.sluice.config.Rule;
import dev.sluice.text.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What {@code provider.schema.json} says of a provider's file. */
final class ProviderShape {

    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(
            ProviderShape.class.getResourceAsStream("/provider.schema.json"),
            SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).errorMessageKeyword("message").build());

    /** Is told what has not the right shape. */
    interface Told {

        /**
         * @param reason empty where another one tells it too
         * @param ofKeys whether there is a key too many or too few, so that what else is wrong there comes of that
         * @param meant  the one key that an unknown one can be meant for, else empty
         */
        void of(Rule rule, String key, String reason, boolean ofKeys, String meant);
    }

    private ProviderShape() {
    }

    static JsonNode schema() {
        return SCHEMA.getSchemaNode();
    }

    /** Without sections that have nothing in them; an account needs nothing. */
    static ObjectNode said(ObjectNode written) {
        ObjectNode said = written.deepCopy();
        said.path("accounts").properties().forEach(account -> {
            if (account.getValue().isNull()) {
                account.setValue(JsonNodeFactory.instance.objectNode());
            }
        });
        List.of(said, said.path("answers"), said.path("webhook"), said.path("places")).forEach(part -> {
            if (part instanceof ObjectNode section) {
                section.properties().removeIf(member -> member.getValue().isNull());
            }
        });
        return said;
    }

    /**
     * The tree without what has not the right shape.
     *
     * @param looked the keys of which it is told
     */
    static ObjectNode sound(JsonNode tree, Predicate<String> looked, Told told) {
        ObjectNode sound = tree.deepCopy();
        Set<ValidationMessage> violations = SCHEMA.validate(tree);
        for (ValidationMessage violation : violations) {
            String at = violation.getInstanceLocation().toString();
            String key = at.replaceFirst("^/", "").replace('/', '.');
            boolean unknown = violation.getType().equals("additionalProperties");
            boolean missing = violation.getType().equals("required");
            boolean misnamed = violation.getProperty() != null
                    && violation.getSchemaLocation().toString().contains("/propertyNames");
            String named = unknown || missing || misnamed ? below(key, violation.getProperty()) : key;
            if (looked.test(named)) {
                boolean meant = missing && violations.stream().anyMatch(other -> isMeant(violation, other));
                told.of(unknown ? unknown(named) : missing ? Rule.MISSING_KEY : Rule.WRONG_VALUE, named,
                        meant ? "" : unknown ? unknown(named, violation) : Broken.words(violation),
                        unknown || missing, unknown ? meant(tree, violation) : "");
                if (!missing) {
                    remove(sound, unknown || misnamed ? at + "/" + violation.getProperty() : at);
                }
            }
        }
        return sound;
    }

    private static Rule unknown(String key) {
        return key.startsWith("accounts.") ? Rule.CREDENTIAL_IN_FILE : Rule.UNKNOWN_KEY;
    }

    private static String unknown(String key, ValidationMessage violation) {
        if (key.startsWith("accounts.")) {
            String credential = key.substring(key.lastIndexOf('.') + 1);
            return "a credential does not stand in this file: set it in the environment, or name a file with "
                    + credential + "-file";
        }
        return "is not a key that a provider file knows" + Nearest.hint(violation.getProperty(), known(violation));
    }

    private static List<String> known(ValidationMessage unknown) {
        String schema = unknown.getSchemaLocation().getFragment().toString().replaceFirst("/[^/]*$", "");
        return names(schema().at(schema).path("properties"));
    }

    /** A key that stands there already cannot be meant. */
    private static String meant(JsonNode tree, ValidationMessage unknown) {
        return Nearest.only(unknown.getProperty(), known(unknown))
                .filter(key -> !tree.at(unknown.getInstanceLocation().toString()).has(key)).orElse("");
    }

    /** Whether what is missing is told already, by the unknown key that was probably meant for it. */
    private static boolean isMeant(ValidationMessage missing, ValidationMessage unknown) {
        return unknown.getType().equals("additionalProperties")
                && unknown.getInstanceLocation().equals(missing.getInstanceLocation())
                && !Nearest.hint(unknown.getProperty(), List.of(missing.getProperty())).isEmpty();
    }

    private static void remove(ObjectNode tree, String pointer) {
        int end = pointer.lastIndexOf('/');
        if (end < 0) {
            return;
        }
        if (tree.at(pointer.substring(0, end)) instanceof ObjectNode holder) {
            holder.remove(pointer.substring(end + 1).replace("~1", "/").replace("~0", "~"));
        } else {
            // An item of a list: the list cannot be used without it.
            remove(tree, pointer.substring(0, end));
        }
    }

    static String below(String key, String inner) {
        return key.isEmpty() || inner.isEmpty() ? key + inner : key + "." + inner;
    }

    static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }
}
