package dev.sluice.sandbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request's JSON object without nesting, every value by its own text: a number is what was written. */
final class FlatBody {

    private static final JsonFactory STRICT = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private record Member(JsonToken kind, String text) {
    }

    private final Map<String, Member> members = new LinkedHashMap<>();

    private FlatBody() {
    }

    /** Empty when it is not declared as JSON, or is anything but one flat object with no member twice. */
    static Optional<FlatBody> of(RoutingContext context) {
        String type = context.request().getHeader("Content-Type");
        if (type == null
                || !type.toLowerCase(Locale.ROOT).matches("application/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?")
                || context.body().buffer() == null) {
            return Optional.empty();
        }
        return parse(context.body().buffer().getBytes());
    }

    /** Empty when it is anything but one flat object in UTF-8 with no member twice. */
    static Optional<FlatBody> parse(byte[] json) {
        try (JsonParser parser = STRICT.createParser(json)) {
            return Optional.of(read(parser));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Both bodies' members, or empty when they share a name. */
    Optional<FlatBody> with(FlatBody more) {
        FlatBody both = new FlatBody();
        both.members.putAll(members);
        both.members.putAll(more.members);
        return both.members.size() == members.size() + more.members.size() ? Optional.of(both) : Optional.empty();
    }

    FlatBody without(Set<String> names) {
        FlatBody rest = new FlatBody();
        rest.members.putAll(members);
        rest.members.keySet().removeAll(names);
        return rest;
    }

    private static FlatBody read(JsonParser parser) throws IOException {
        FlatBody body = new FlatBody();
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("not an object");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken kind = parser.nextToken();
            if (kind.isStructStart()) {
                throw new IOException("nested");
            }
            body.members.put(name, new Member(kind, parser.getText()));
        }
        if (parser.nextToken() != null) {
            throw new IOException("more than one document");
        }
        return body;
    }

    Set<String> names() {
        return members.keySet();
    }

    boolean isNull(String name) {
        return Objects.requireNonNull(members.get(name), name).kind() == JsonToken.VALUE_NULL;
    }

    /** The value as text whatever its kind, where the member is there. */
    @Nullable
    String text(String name) {
        Member member = members.get(name);
        return member == null ? null : member.text();
    }

    /** The same of a member that was found to be there. */
    String needed(String name) {
        return Objects.requireNonNull(text(name), name);
    }

    /** The value of a JSON string; empty for an absent member and for every other kind. */
    Optional<String> string(String name) {
        return Optional.ofNullable(members.get(name)).filter(m -> m.kind() == JsonToken.VALUE_STRING)
                .map(Member::text);
    }

    /** The digits of a JSON number without exponent as written; empty for an absent member and every other kind. */
    Optional<String> number(String name) {
        return Optional.ofNullable(members.get(name)).filter(m -> m.kind().isNumeric())
                .map(Member::text).filter(text -> text.matches("-?\\d+(\\.\\d+)?"));
    }
}
