package dev.sluice.signing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A form of described parameters in the order they are described, percent-encoded. What is received may have other
 * parameters too and in any order.
 */
final class FormMembers implements Message {
    private final Map<String, TextTemplate> members;

    FormMembers(Description section, String key) {
        members = section.entries(key,
                (String path, JsonNode value) -> section.template(path, Messages.text(path, value)));
        if (members.isEmpty()) {
            throw section.problem(key, "must be a section of parameters");
        }
    }

    @Override
    public void write(Material material, ByteArrayOutputStream out) {
        String form = "";
        for (Map.Entry<String, TextTemplate> member : members.entrySet()) {
            form = FormText.with("form", form, member.getKey(), member.getValue().text(material));
        }
        Utf8.write(out, "form", form);
    }

    @Override
    public boolean read(byte[] value, Material material, Found found) {
        Map<String, Object> received = FormText.parse("form", Utf8.text("form", value));
        return members.entrySet().stream().allMatch(member -> received.get(member.getKey()) instanceof String text
                && member.getValue().read(text, material, found));
    }

    @Override
    public void visit(Consumer<Variable> variables) {
        members.values().forEach(template -> template.visit(variables));
    }

    @Override
    public void visitAlways(Consumer<Variable> variables) {
        members.values().forEach(template -> template.visitAlways(variables));
    }

    @Override
    public void visitRead(Consumer<Variable> variables) {
        members.values().forEach(template -> template.visitRead(variables));
    }

    @Override
    public boolean coversBody() {
        return members.values().stream().anyMatch(TextTemplate::coversBody);
    }
}
