package dev.sluice.signing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The check of one delivery against one account's key. */
final class Verification {
    private static final int MOST_SIGNATURES = 8;
    private static final int LONGEST_KEY = 64;

    private final Scheme scheme;
    private final Material material;
    private final Incoming incoming;
    private final Found found = new Found();
    private @Nullable Instant moment;

    Verification(Scheme scheme, Incoming incoming, Function<String, String> credentials) {
        this.scheme = scheme;
        this.incoming = incoming;
        this.material = new Material(scheme, incoming, credentials);
    }

    Verdict verdict(int account, Instant now) {
        try {
            String problem = read();
            if (problem != null) {
                return Verdict.invalid(problem);
            }
            Map.Entry<String, Message> reading = matching(signatures());
            if (reading == null) {
                return Verdict.invalid("the signature does not match");
            }
            boolean stale = moment != null && scheme.window() != null
                    && Duration.between(moment, now).abs().compareTo(scheme.window()) > 0;
            return new Verdict(stale ? Verdict.Outcome.STALE : Verdict.Outcome.VALID,
                    stale ? "the timestamp is outside the window" : null,
                    reading.getKey(), account, moment, found.nonce, dedupKey(reading.getValue()));
        } catch (CannotSign refused) {
            return Verdict.invalid(refused.field() + ": " + refused.reason());
        }
    }

    /** Reads all placements: those first that tell the time, because others may hold it in another form. */
    private @Nullable String read() {
        List<Placement> later = new ArrayList<>();
        for (Placement placement : Stream.concat(scheme.plain().stream(), scheme.signed().stream()).toList()) {
            if (placement.template.tellsTime()) {
                String problem = placement.read(material, found);
                if (problem != null) {
                    return problem;
                }
            } else {
                later.add(placement);
            }
        }
        if (scheme.timestamp() != null) {
            moment = found.timestamp == null ? null : scheme.timestamp().parse(found.timestamp);
            if (moment == null) {
                return "the timestamp is not written as described";
            }
        }
        material.at(moment, found.timestamp, null);
        for (Placement placement : later) {
            String problem = placement.read(material, found);
            if (problem != null) {
                return problem;
            }
        }
        material.at(moment, found.timestamp, found.nonce);
        return null;
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
            throw new CannotSign("signature", "is not " + scheme.output().label());
        }
        return signatures;
    }

    private Map.@Nullable Entry<String, Message> matching(List<byte[]> signatures) {
        KeySource key = scheme.verifyKey() == null ? scheme.key() : scheme.verifyKey();
        CannotSign refused = null;
        for (Map.Entry<String, Message> reading : scheme.readings().entrySet()) {
            try {
                byte[] message = reading.getValue().bytes(material);
                for (byte[] signature : signatures) {
                    if (scheme.algorithm().verify(message, signature, key, material)) {
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
        byte[] essence = nonce != null ? Utf8.bytes("nonce", nonce)
                : message.coversBody() ? message.bytes(material.timeless()) : incoming.body();
        return TextEncoding.HEX.encode(Algorithm.SHA_256.digest(essence));
    }
}
