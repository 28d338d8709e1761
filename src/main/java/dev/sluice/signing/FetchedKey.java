package dev.sluice.signing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Durations;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The other side's public key, which the provider keeps at an address of its file: where it is asked for, by the id that
 * a delivery names, and what of the answer it is. Nothing of a delivery but the id comes into the address, and that
 * encoded.
 */
final class FetchedKey {

    enum Form implements Labelled {
        JWK, JWKS, PEM
    }

    enum Method implements Labelled {
        GET, POST;

        @Override
        public String label() {
            return name();
        }
    }

    private static final Set<Variable.Kind> OF_QUESTIONS = EnumSet.of(Variable.Kind.CREDENTIAL, Variable.Kind.KEY_ID,
            Variable.Kind.PART);
    private static final String ID = "{key-id}";
    private static final Pattern ADDRESS = Pattern.compile("https?://[^/?#{}\\s]+(/[^#\\s]*)?");
    private static final Duration USUAL_AGE = Duration.ofHours(1);
    private static final Duration LONGEST_AGE = Duration.ofDays(1);
    private static final String USUAL_ID = "[A-Za-z0-9._~=-]{1,128}";

    private final Algorithm algorithm;
    private final String key;
    private final String url;
    private final Method method;
    private final Map<String, TextTemplate> headers;
    private final @Nullable Message body;
    private final Pattern id;
    private final Form form;
    private final @Nullable JsonPath at;
    private final @Nullable JsonPath ends;
    private final Certified certified;
    private final Duration maxAge;

    FetchedKey(Description fetch, Algorithm algorithm) {
        this.algorithm = algorithm;
        this.key = fetch.at("url");
        this.url = fetch.text("url");
        if (!ADDRESS.matcher(url).matches() || url.replace(ID, "").matches(".*[{}].*") || !isUri(url)) {
            throw fetch.problem("url", "must be the address of the key, https://… with its host, and may have {key-id}"
                    + " behind that, and no other place");
        }
        this.body = fetch.has("body") ? Messages.part(fetch, "body") : null;
        if (body != null) {
            refuseOther(fetch.at("body"), body);
        }
        this.method = fetch.choice("method", Method.class, body == null ? Method.GET : Method.POST);
        if (body != null && method == Method.GET) {
            throw fetch.problem("method", "is GET, which has no body");
        }
        this.headers = new LinkedHashMap<>(fetch.entries("headers", (path, value) -> {
            TextTemplate template = fetch.template(path, Messages.text(path, value));
            refuseOther(path, template);
            return template;
        }));
        this.form = fetch.choice("form", Form.class);
        this.id = pattern(fetch);
        this.at = fetch.has("at") ? new JsonPath(fetch.at("at"), fetch.text("at")) : null;
        this.ends = fetch.has("ends") ? new JsonPath(fetch.at("ends"), fetch.text("ends")) : null;
        this.certified = Certified.of(fetch.section("certificate"));
        for (String key : new String[]{"at", "ends"}) {
            if (form == Form.PEM && fetch.has(key)) {
                throw fetch.problem(key, "is for jwk and jwks");
            }
        }
        if (form != Form.PEM && certified.asksForMore()) {
            throw fetch.problem("certificate", "is for pem");
        }
        if (form == Form.JWKS && ends != null) {
            throw fetch.problem("ends", "is for jwk");
        }
        this.maxAge = age(fetch);
        fetch.done();
    }

    private static boolean isUri(String url) {
        try {
            return URI.create(url.replace(ID, "id")).getHost() != null;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    /** All else is different in each delivery, or written by whoever sent it. */
    private static void refuseOther(String key, Message message) {
        message.visit(variable -> {
            if (!OF_QUESTIONS.contains(variable.kind)) {
                throw new SignatureProblem(key, "cannot hold {" + variable + "}: a key is asked for by {key-id} and"
                        + " {credential:…} alone");
            }
        });
    }

    private static Pattern pattern(Description fetch) {
        try {
            return Pattern.compile(fetch.text("id", USUAL_ID));
        } catch (PatternSyntaxException none) {
            throw fetch.problem("id", "must be a pattern of what ids are made of");
        }
    }

    private static Duration age(Description fetch) {
        try {
            Duration age = fetch.has("max-age") ? Durations.parse(fetch.text("max-age")) : USUAL_AGE;
            if (age.isZero() || age.compareTo(LONGEST_AGE) > 0) {
                throw fetch.problem("max-age", "must be a time of at most 1d: a key may be withdrawn");
            }
            return age;
        } catch (IllegalArgumentException none) {
            throw fetch.problem("max-age", String.valueOf(none.getMessage()));
        }
    }

    /** Its key in the description, and the address as it stands there. */
    Map.Entry<String, String> address() {
        return Map.entry(key, url.replace(ID, "id"));
    }

    void visit(Consumer<Variable> variables) {
        headers.values().forEach(template -> template.visit(variables));
        if (body != null) {
            body.visit(variables);
        }
        if (form == Form.JWKS || url.contains(ID)) {
            variables.accept(Variable.of(key, "key-id", new Named()));
        }
    }

    boolean isByItsId() {
        boolean[] named = {false};
        visit(variable -> named[0] |= variable.kind == Variable.Kind.KEY_ID);
        return named[0];
    }

    /**
     * @throws CannotSign where the delivery names none that there is
     * @throws KeyAway    where it cannot be had now
     */
    PublicKey key(Material material) {
        String named = named(material);
        return material.keys().key(request(material, named), named, (bytes, now) -> read(bytes, named, now));
    }

    /** Whether the provider has another key in place of that with which nothing matched; as of {@link #key}. */
    boolean renewed(Material material) {
        String named = named(material);
        return material.keys().renewed(request(material, named), named, (bytes, now) -> read(bytes, named, now));
    }

    private String named(Material material) {
        String named = isByItsId() ? material.keyId() : "";
        if (isByItsId() && (!id.matcher(named).matches() || named.equals(".") || named.equals(".."))) {
            throw new CannotSign("key-id", "is none of the provider's");
        }
        return named;
    }

    private KeyRequest request(Material material, String named) {
        Map<String, String> sent = new LinkedHashMap<>();
        headers.forEach((name, template) -> sent.put(name, sound(name, template.text(material))));
        byte[] asked = body == null ? new byte[0] : body.bytes(material);
        if (body != null && sent.keySet().stream().noneMatch("Content-Type"::equalsIgnoreCase)) {
            sent.put("Content-Type", "application/json");
        }
        return new KeyRequest(URI.create(url.replace(ID, FormText.percent(named))), method.label(), sent, asked,
                maxAge);
    }

    private static String sound(String header, String value) {
        if (value.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw CannotSign.key(header, "holds a control character");
        }
        return value;
    }

    private KnownKey read(byte[] bytes, String named, Instant now) {
        try {
            if (form == Form.PEM) {
                return pem(bytes, now);
            }
            JsonNode document = Json.read(bytes, Json.Numbers.ALL_AS_TEXT);
            JsonNode keys = at == null ? document : at(document, at);
            JsonNode key = form == Form.JWK ? keys : ofId(keys.path("keys"), named);
            if (!key.isObject() || form == Form.JWK && key.path("kty").isMissingNode()) {
                throw form == Form.JWK ? new KeyAway("no JWK was answered") : noSuchKey();
            }
            if (isByItsId() && key.has("kid") && !key.path("kid").asText().equals(named)) {
                throw noSuchKey();
            }
            Instant end = ends == null ? null : end(at(document, ends));
            if (end != null && !now.isBefore(end)) {
                throw CannotSign.key("key", "of that id is one whose time is over");
            }
            return new KnownKey(new Jwk(key, algorithm).key(), end);
        } catch (Unreadable noJson) {
            throw new KeyAway("no JSON was answered");
        } catch (GeneralSecurityException wrong) {
            throw CannotSign.key("key", "of that id is none for " + algorithm.label()
                    + (form == Form.PEM ? ", or its certificate is not to be believed" : ""));
        }
    }

    private KnownKey pem(byte[] bytes, Instant now) throws GeneralSecurityException {
        String text = new String(bytes, StandardCharsets.US_ASCII);
        if (!text.contains("-----BEGIN ")) {
            throw new KeyAway("no PEM was answered");
        }
        if (text.contains("-----BEGIN CERTIFICATE-----")) {
            KnownKey key = certified.key(bytes, now);
            algorithm.needs(key.key());
            return key;
        }
        if (certified.asksForMore()) {
            throw new GeneralSecurityException("no certificate");
        }
        PublicKey key = (PublicKey) new PairKeys(algorithm, false, null).pem(text);
        algorithm.needs(key);
        return new KnownKey(key, null);
    }

    private static JsonNode ofId(JsonNode keys, String named) {
        if (!keys.isArray()) {
            throw new KeyAway("no set of JWK was answered");
        }
        return StreamSupport.stream(keys.spliterator(), false).filter(key -> key.path("kid").asText().equals(named))
                .findFirst().orElseThrow(FetchedKey::noSuchKey);
    }

    private static CannotSign noSuchKey() {
        return CannotSign.key("key", "of that id is not there");
    }

    private static JsonNode at(JsonNode document, JsonPath path) {
        JsonNode here = document;
        for (String step : path.text().split("\\.", -1)) {
            here = here.isArray() && step.matches("[0-9]{1,4}") ? here.path(Integer.parseInt(step)) : here.path(step);
        }
        return here;
    }

    /** Nothing where it has no end; one that nobody can read has come. */
    private static @Nullable Instant end(JsonNode told) {
        String text = told.asText("");
        if (told.isMissingNode() || told.isNull() || text.isEmpty()) {
            return null;
        }
        try {
            return text.matches("[0-9]{1,11}") ? Instant.ofEpochSecond(Long.parseLong(text)) : Instant.parse(text);
        } catch (DateTimeParseException unreadable) {
            return Instant.EPOCH;
        }
    }
}
