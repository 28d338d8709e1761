package dev.sluice.signing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The check of one delivery against one account's key. */
final class Verification {
    private static final int MOST_SIGNATURES = 8;
    private static final int LONGEST_KEY = 64;
    private static final String NOT_AS_DESCRIBED = "the timestamp is not written as described";

    private final Scheme scheme;
    private final Material material;
    private final Incoming incoming;
    private final Found found = new Found();
    private @Nullable Instant moment;
    private Duration precision = Duration.ZERO;

    Verification(Scheme scheme, Incoming incoming, Function<String, String> credentials, ProviderKeys keys) {
        this.scheme = scheme;
        this.incoming = incoming;
        this.material = new Material(scheme, incoming, credentials, keys);
    }

    Verdict verdict(int account, Instant now) {
        try {
            String problem = read();
            if (problem != null) {
                return Verdict.invalid(problem);
            }
            List<byte[]> signatures = signatures();
            Map.Entry<String, Message> reading = matching(signatures);
            if (reading == null && scheme.signer().renewed(material)) {
                reading = matching(signatures);
            }
            if (reading == null) {
                return Verdict.invalid("the signature does not match");
            }
            boolean stale = isStale(now);
            return new Verdict(stale ? Verdict.Outcome.STALE : Verdict.Outcome.VALID,
                    stale ? "the timestamp is outside the window" : null,
                    reading.getKey(), account, moment, found.nonce, dedupKey(reading.getValue()),
                    isByQuery() && found.body == null ? Utf8.bytes("query", material.query().text()) : found.body);
        } catch (KeyAway away) {
            return Verdict.undecided(String.valueOf(away.getMessage()));
        } catch (CannotSign refused) {
            return Verdict.invalid(refused.field() + ": " + refused.reason());
        }
    }

    /** Reads all placements: those first that tell the time, because others may hold it in another form. */
    private @Nullable String read() {
        List<Placement> left = new ArrayList<>(scheme.placements().toList());
        material.seeksBody(left.stream().anyMatch(Placement::isWholeBody));
        for (Predicate<Placement> next : List.<Predicate<Placement>>of(
                Placement::isWholeBody,
                placement -> placement.template.tellsTime(true),
                placement -> moment == null && placement.template.tellsTime(false),
                placement -> true)) {
            for (Placement placement : left.stream().filter(next).toList()) {
                String problem = placement.read(material, found);
                if (problem != null) {
                    return problem;
                }
                left.remove(placement);
            }
            if (found.body != null && scheme.signed().stream().anyMatch(Placement::isWholeBody)) {
                material.body(found.body);
            }
            material.seeksBody(false);
            String problem = tellTime();
            if (problem != null) {
                return problem;
            }
        }
        boolean same = found.times.stream().allMatch(told -> told.variable().text(material).equals(told.value()));
        return scheme.timestamp() == null || moment != null && same ? null : NOT_AS_DESCRIBED;
    }

    private @Nullable String tellTime() {
        TimestampFormat format = scheme.timestamp();
        if (format != null && moment == null && found.timestamp != null) {
            moment = format.parse(found.timestamp);
            precision = format.precision();
            if (moment == null) {
                return NOT_AS_DESCRIBED;
            }
        } else if (format != null && moment == null && !found.times.isEmpty()) {
            Found.Told told = found.times.get(0);
            moment = told.variable().moment(told.value(), format);
            precision = told.variable().format(format).precision();
            if (moment == null) {
                return NOT_AS_DESCRIBED;
            }
        }
        material.at(moment, found.timestamp == null && moment != null && format != null ? format.print(moment)
                : found.timestamp, found.nonce);
        material.keyId(found.keyId);
        material.take(found.parts);
        return null;
    }

    /** A mere day may have been written at any time of it. */
    private boolean isStale(Instant now) {
        Duration window = scheme.window();
        return moment != null && window != null
                && (now.isBefore(moment.minus(window)) || now.isAfter(moment.plus(precision).plus(window)));
    }

    private List<byte[]> signatures() {
        if (found.signatures.size() > MOST_SIGNATURES) {
            throw new CannotSign("signature", "is there too many times");
        }
        List<byte[]> signatures = new ArrayList<>();
        for (String text : found.signatures) {
            byte[] signature = scheme.output().decode(text);
            if (signature != null) {
                signatures.add(signature);
            }
        }
        if (signatures.isEmpty()) {
            throw new CannotSign("signature", "is not " + scheme.output().encoding().label());
        }
        return signatures;
    }

    private Map.@Nullable Entry<String, Message> matching(List<byte[]> signatures) {
        CannotSign refused = null;
        for (Map.Entry<String, Message> reading : scheme.readings().entrySet()) {
            try {
                byte[] message = material.signed(reading.getValue());
                for (byte[] signature : signatures) {
                    if (scheme.signer().verify(message, signature, material)) {
                        return reading;
                    }
                }
            } catch (CannotSign otherReadingsMayStillFit) {
                refused = otherReadingsMayStillFit;
            }
        }
        if (refused != null) {
            throw refused;
        }
        return null;
    }

    private String dedupKey(Message message) {
        boolean[] signsNonce = {false};
        message.visit(variable -> signsNonce[0] |= variable.kind == Variable.Kind.NONCE);
        String nonce = signsNonce[0] ? found.nonce : null;
        if (nonce != null && nonce.length() <= LONGEST_KEY) {
            return nonce;
        }
        byte[] essence = nonce == null ? essence(message) : Utf8.bytes("nonce", nonce);
        return TextEncoding.HEX.encode(Algorithm.SHA_256.digest(essence));
    }

    private static boolean findsFields(Message message) {
        boolean[] finds = {false};
        message.visit(variable -> finds[0] |= variable.kind == Variable.Kind.FIELD);
        return finds[0];
    }

    private boolean isByChecksum(Message message) {
        boolean[] digests = {false};
        message.visit(variable -> digests[0] |= variable.kind == Variable.Kind.DIGEST);
        return digests[0] && scheme.digest().kind == Algorithm.Kind.CHECKSUM;
    }

    /** Whether its query is the document, as of a delivery by GET. */
    private boolean isByQuery() {
        return incoming.method().equals("GET");
    }

    /**
     * The query without its time, nonce and signature, and without what says nothing, however it is written: who has one
     * may be able to write it otherwise under the same signature.
     */
    private String essenceOfQuery() {
        String query = incoming.query();
        for (Placement placement : scheme.placements().toList()) {
            if (placement.place == Placement.Place.QUERY && placement.tellsOfItself()) {
                query = FormText.without("query", query, placement.name);
            }
        }
        return FormText.sorted("query", query);
    }

    private byte[] essence(Message message) {
        if (isByQuery()) {
            return Utf8.bytes("query", essenceOfQuery());
        }
        try {
            if (message.coversBody() && !isByChecksum(message)) {
                return message.bytes(material.timeless());
            }
            if (findsFields(message)) {
                return material.body().told();
            }
        } catch (CannotSign notWithoutItsTime) {
            // told by the body, as what is not signed with it
        }
        return incoming.body().length == 0 ? message.bytes(material) : incoming.body();
    }
}
