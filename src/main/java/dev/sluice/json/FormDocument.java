package dev.sluice.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** {@code a=1&b=2} as an object: a name that stands there several times has a list. */
final class FormDocument {

    /** A page or a sentence is no form; so each pair has its sign, and nothing stands there that a form would encode. */
    private static final Pattern PAIR = Pattern.compile("[^\\s\\p{Cntrl}<>{}\"&=]++=[^\\s\\p{Cntrl}<>{}\"&]*+");

    private FormDocument() {
    }

    static ObjectNode read(String text) throws Unreadable {
        ObjectNode members = Json.object();
        String[] pairs = text.strip().split("&", -1);
        if (pairs.length > Json.MOST_TOKENS) {
            throw new Unreadable("the form has too many fields");
        }
        for (String pair : pairs) {
            if (!PAIR.matcher(pair).matches()) {
                throw new Unreadable("it is no form");
            }
            int sign = pair.indexOf('=');
            Repeated.put(members, decoded(pair.substring(0, sign)),
                    members.textNode(decoded(pair.substring(sign + 1))));
        }
        return members;
    }

    private static String decoded(String text) throws Unreadable {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Unreadable("it is no form: a percent sign begins no character");
        }
    }
}
