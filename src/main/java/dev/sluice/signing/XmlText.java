package dev.sluice.signing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.json.Format;
import dev.sluice.json.Unreadable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** XML as maps, lists and texts, as answers and webhooks are read; and with one element set, all else to the letter. */
final class XmlText {
    private static final Pattern TAG = Pattern.compile("(?s)<!--.*?-->|<!\\[CDATA\\[.*?]]>|<\\?.*?\\?>"
            + "|<(?<end>/?)(?<name>(?<prefix>(?:[^\\s/>:]+:)?)(?<local>[^\\s/>:]+))"
            + "(?:[^\"'/>]++|\"[^\"]*\"|'[^']*'|/(?!>))*+(?<empty>/?)>");

    private final String where;
    private final String xml;
    private final List<String> path;

    private XmlText(String where, String xml, List<String> path) {
        this.where = where;
        this.xml = xml;
        this.path = path;
    }

    static @Nullable Object parse(String where, byte[] xml) {
        try {
            return tree(Format.XML.read(Utf8.text(where, xml)));
        } catch (Unreadable unreadable) {
            throw new CannotSign(where, "is not XML");
        }
    }

    private static @Nullable Object tree(JsonNode node) {
        if (node.isObject()) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), tree(member.getValue())));
            return members;
        }
        if (node.isArray()) {
            List<@Nullable Object> items = new ArrayList<>();
            node.forEach(item -> items.add(tree(item)));
            return items;
        }
        return node.isNull() ? null : node.asText();
    }

    /** The document with the text of one element: of the first that is at the path, else of a last one of its parent. */
    static String with(String where, String xml, JsonPath path, String value) {
        String text = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        String changed = new XmlText(where, xml, path.steps()).with(text);
        if (!value.equals(path.read(parse(where, Utf8.bytes(where, changed))))) {
            throw new CannotSign(path.text(), "cannot be put into this XML");
        }
        return changed;
    }

    private String with(String text) {
        List<String> open = new ArrayList<>();
        List<String> parent = path.subList(0, path.size() - 1);
        int content = 0;
        for (Matcher tag = TAG.matcher(xml); tag.find();) {
            if (tag.group("name") == null) {
                continue;
            }
            boolean empty = !tag.group("empty").isEmpty();
            if (tag.group("end").isEmpty()) {
                open.add(tag.group("local"));
                content = open.equals(path) ? tag.end() : content;
            }
            if (empty || !tag.group("end").isEmpty()) {
                String inner = open.equals(path) ? text
                        : open.equals(parent) ? element(tag.group("prefix"), text) : null;
                if (inner != null && empty) {
                    return xml.substring(0, tag.start("empty")) + ">" + inner + "</" + tag.group("name") + ">"
                            + xml.substring(tag.end());
                }
                if (inner != null) {
                    return xml.substring(0, open.equals(path) ? content : tag.start()) + inner
                            + xml.substring(tag.start());
                }
                open.remove(open.size() - 1);
            }
        }
        throw new CannotSign(where, "has no element " + String.join(".", parent));
    }

    private String element(String prefix, String text) {
        String name = prefix + path.get(path.size() - 1);
        return "<" + name + ">" + text + "</" + name + ">";
    }
}
