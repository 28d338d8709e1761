package dev.sluice.signing;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PublicKey;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the key is made from: a credential and how its text becomes bytes, or a composed message. The text is asked for
 * every time: secrets rotate.
 */
final class KeySource {
    enum Encoding implements Labelled {
        TEXT(TextEncoding.TEXT), HEX(TextEncoding.HEX), BASE64(TextEncoding.BASE64),
        BASE64URL(TextEncoding.BASE64URL), PEM(TextEncoding.TEXT);

        private final TextEncoding encoding;

        Encoding(TextEncoding encoding) {
            this.encoding = encoding;
        }
    }

    private static final int MOST_KNOWN = 32;
    private static final Set<Encoding> OF_SECRETS = EnumSet.complementOf(EnumSet.of(Encoding.PEM));
    private static final Set<Encoding> OF_PAIRS = EnumSet.complementOf(EnumSet.of(Encoding.TEXT));

    private final @Nullable FetchedKey fetched;
    private final @Nullable String credential;
    private final @Nullable Message composed;
    private final @Nullable String passphrase;
    private final Encoding encoding;
    private final String strip;
    private final String prepend;
    private final List<KeyStep> derive;
    private final Algorithm algorithm;
    /** Halves that were read, of the accounts' keys. */
    private final Map<Half, Key> known = new ConcurrentHashMap<>();

    private record Half(String text, @Nullable String passphrase, boolean isPrivate) {
    }

    KeySource(Description key, Algorithm algorithm) {
        this.algorithm = algorithm;
        boolean pair = algorithm.kind.isAsymmetric();
        this.fetched = fetched(key, algorithm);
        this.composed = key.has("of") ? Messages.part(key, "of") : null;
        if (composed != null) {
            for (String other : List.of("credential", "encoding", "strip", "prepend", "passphrase")) {
                if (key.has(other)) {
                    throw key.problem(other, "cannot be given together with of, which is the key as it stands");
                }
            }
        }
        this.credential = composed == null && fetched == null ? key.text("credential") : null;
        this.encoding = key.choice("encoding", pair ? OF_PAIRS : OF_SECRETS, pair ? Encoding.PEM : Encoding.TEXT);
        this.passphrase = key.has("passphrase") ? key.text("passphrase") : null;
        this.strip = key.text("strip", "");
        this.prepend = key.text("prepend", "");
        this.derive = key.items("derive", (path, value) -> KeyStep.of(key, path, value));
        if (credential != null && credential.isEmpty()) {
            throw key.problem("credential", "must name a credential");
        }
        if (passphrase != null && (!pair || passphrase.isEmpty())) {
            throw key.problem("passphrase", "must name a credential, and is for the private keys of a pair");
        }
        for (String secrets : List.of("of", "prepend", "derive")) {
            if (pair && key.has(secrets)) {
                throw key.problem(secrets, "is for HMAC keys");
            }
        }
        key.done();
    }

    private static @Nullable FetchedKey fetched(Description key, Algorithm algorithm) {
        Description fetch = key.section("fetch");
        if (fetch == null) {
            return null;
        }
        if (!algorithm.kind.isAsymmetric()) {
            throw key.problem("fetch", "is for public keys, and " + algorithm.label() + " has none");
        }
        if (algorithm.kind == Algorithm.Kind.SM2) {
            throw key.problem("fetch", "is for RSA, ECDSA and Ed25519: name the credential that holds the key");
        }
        for (String other : List.of("of", "credential", "encoding", "strip", "prepend", "passphrase")) {
            if (key.has(other)) {
                throw key.problem(other, "cannot be given together with fetch, which is the key as it is answered");
            }
        }
        return new FetchedKey(fetch, algorithm);
    }

    /** The key that the provider keeps, where it is one. */
    Optional<FetchedKey> fetched() {
        return Optional.ofNullable(fetched);
    }

    /** All that it is made from, the credentials among them. */
    void visit(Consumer<Variable> variables) {
        Stream.of(credential, passphrase).filter(Objects::nonNull)
                .forEach(name -> variables.accept(Variable.of("key", "credential:" + name, new Named())));
        derive.forEach(step -> step.of().visit(variables));
        if (composed != null) {
            composed.visit(variables);
        }
        if (fetched != null) {
            fetched.visit(variables);
        }
    }

    byte[] secret(Material material) throws GeneralSecurityException {
        byte[] bytes = composed == null ? decoded(prepend + text(material::credential)) : composed.bytes(material);
        if (bytes.length == 0) {
            throw CannotSign.key(toString(), "is empty");
        }
        for (KeyStep step : derive) {
            bytes = step.next(bytes, algorithm, material);
        }
        return bytes;
    }

    PublicKey publicHalf(Material material) {
        return fetched == null ? (PublicKey) pairHalf(material::credential, false) : fetched.key(material);
    }

    Key pairHalf(Function<String, String> credentials, boolean privateHalf) {
        try {
            return read(credentials, privateHalf);
        } catch (GeneralSecurityException unreadable) {
            throw CannotSign.key(toString(), "is not a " + (privateHalf ? "private" : "public") + " key for "
                    + algorithm.label());
        }
    }

    private Key read(Function<String, String> credentials, boolean privateHalf) throws GeneralSecurityException {
        String secret = passphrase == null || !privateHalf ? null : credentials.apply(passphrase);
        String text = text(credentials);
        Half half = new Half(text, secret, privateHalf);
        Key key = known.get(half);
        if (key == null) {
            PairKeys keys = new PairKeys(algorithm, privateHalf, secret);
            key = onItsCurve(encoding == Encoding.PEM ? keys.pem(text) : keys.der(decoded(text)));
            if (known.size() >= MOST_KNOWN) {
                known.clear();
            }
            known.put(half, key);
        }
        return key;
    }

    private Key onItsCurve(Key key) throws GeneralSecurityException {
        if (algorithm.kind == Algorithm.Kind.EC && !algorithm.curve().holds(key)) {
            throw CannotSign.key(toString(), "is a key on another curve than " + algorithm.curve().label() + ", which "
                    + algorithm.label() + " takes");
        }
        return key;
    }

    /**
     * Reads the key, where it is there already.
     *
     * @param privateHalf nothing where one description serves to sign and to verify, with either half
     */
    void check(Function<String, @Nullable String> credentials, @Nullable Boolean privateHalf) {
        if (credential == null || credentials.apply(credential) == null
                || passphrase != null && credentials.apply(passphrase) == null) {
            return;
        }
        Function<String, String> present = name -> Objects.requireNonNull(credentials.apply(name), name);
        if (!algorithm.kind.isAsymmetric()) {
            decoded(prepend + text(present));
        } else if (privateHalf != null) {
            pairHalf(present, privateHalf);
        } else {
            try {
                either(present);
            } catch (GeneralSecurityException unreadable) {
                throw CannotSign.key(toString(), "is not a key for " + algorithm.label());
            }
        }
    }

    private Key either(Function<String, String> credentials) throws GeneralSecurityException {
        try {
            return read(credentials, true);
        } catch (GeneralSecurityException noPrivateKey) {
            return read(credentials, false);
        }
    }

    private String text(Function<String, String> credentials) {
        String text = credentials.apply(Objects.requireNonNull(credential));
        if (text.isEmpty()) {
            throw CannotSign.key(toString(), "is empty");
        }
        return text.startsWith(strip) ? text.substring(strip.length()) : text;
    }

    private byte[] decoded(String text) {
        byte[] bytes = encoding.encoding.decode(text);
        if (bytes == null || bytes.length == 0) {
            throw CannotSign.key(toString(), "is not " + encoding.label());
        }
        return bytes;
    }

    @Override
    public String toString() {
        return credential == null ? "key" : "credential:" + credential;
    }
}
