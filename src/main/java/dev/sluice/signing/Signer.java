package dev.sluice.signing;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What makes a signature and checks it.
 *
 * @param salt      length of the salt of RSA-PSS in bytes
 * @param userId    of whoever signs with SM2, which is signed too
 * @param key       for algorithms that have one
 * @param verifyKey where another one verifies
 */
record Signer(Algorithm algorithm, int salt, String userId, @Nullable KeySource key, @Nullable KeySource verifyKey) {

    /** GM/T 0009. */
    static final String USUAL_ID = "1234567812345678";

    private static final int LONGEST_SALT = 64;
    /** How many bits it has is written in two bytes. */
    private static final int LONGEST_ID = 8191;

    static Signer of(Description section) {
        Algorithm algorithm = section.choice("algorithm", Algorithm.SIGNING);
        int salt = algorithm.digestLength();
        if (section.has("salt-length")) {
            if (algorithm.kind != Algorithm.Kind.RSA_PSS) {
                throw section.problem("salt-length", "is for RSA-PSS");
            }
            salt = section.number("salt-length", 0, LONGEST_SALT);
        }
        if (section.has("user-id") && algorithm.kind != Algorithm.Kind.SM2) {
            throw section.problem("user-id", "is for SM2");
        }
        String userId = section.text("user-id", USUAL_ID);
        if (Utf8.bytes("user-id", userId).length > LONGEST_ID) {
            throw section.problem("user-id", "must have no more than " + LONGEST_ID + " bytes");
        }
        Signer signer = new Signer(algorithm, salt, userId, key(section, "key", algorithm),
                key(section, "verify-key", algorithm));
        if (signer.key != null && signer.key.fetched().isPresent()) {
            throw section.problem("key.fetch", "is for verify-key: nobody hands out the key to sign with");
        }
        boolean described = signer.key != null || signer.verifyKey != null;
        if (algorithm.isKeyed() && !described) {
            throw section.problem("key", "is needed for " + algorithm.label());
        }
        if (!algorithm.isKeyed() && described) {
            throw section.problem("key", "has no use: " + algorithm.label()
                    + " takes the secret as {credential:…} in the message");
        }
        section.signers().add(signer);
        return signer;
    }

    private static @Nullable KeySource key(Description section, String name, Algorithm algorithm) {
        Description key = section.section(name);
        return key == null ? null : new KeySource(key, algorithm);
    }

    byte[] sign(byte[] message, Material material) {
        try {
            return switch (algorithm.kind) {
                case PLAIN -> message;
                case DIGEST, CHECKSUM -> algorithm.digest(message);
                case MAC -> algorithm.mac(needed(key).secret(material), message);
                default -> {
                    java.security.Signature signer = algorithm.signer(salt, userId);
                    signer.initSign((PrivateKey) needed(key).pairHalf(material::credential, true));
                    signer.update(message);
                    yield signer.sign();
                }
            };
        } catch (GeneralSecurityException keyDoesNotFit) {
            throw CannotSign.key(String.valueOf(key), "does not fit " + algorithm.label());
        }
    }

    boolean verify(byte[] message, byte[] signature, Material material) {
        KeySource other = verifyKey == null ? key : verifyKey;
        if (!algorithm.kind.isAsymmetric()) {
            return MessageDigest.isEqual(new Signer(algorithm, salt, userId, other, null).sign(message, material),
                    signature);
        }
        java.security.Signature verifier;
        try {
            verifier = algorithm.signer(salt, userId);
            verifier.initVerify(needed(other).publicHalf(material));
            verifier.update(message);
        } catch (GeneralSecurityException keyDoesNotFit) {
            throw CannotSign.key(String.valueOf(other), "does not fit " + algorithm.label());
        }
        try {
            return verifier.verify(signature);
        } catch (GeneralSecurityException notEvenOfTheRightForm) {
            return false;
        }
    }

    /** Whether the provider has another key to verify with than that with which nothing matched. */
    boolean renewed(Material material) {
        KeySource other = verifyKey == null ? key : verifyKey;
        return other != null && other.fetched().map(fetched -> fetched.renewed(material)).orElse(false);
    }

    /** Which a scheme of this algorithm has; one that is there only to verify with cannot sign. */
    private KeySource needed(@Nullable KeySource present) {
        if (present == null) {
            throw CannotSign.key("key", "only the key to verify with is described");
        }
        return present;
    }

    Stream<KeySource> keys() {
        return Stream.of(key, verifyKey).filter(Objects::nonNull);
    }

    void visit(Consumer<Variable> variables) {
        keys().forEach(source -> source.visit(variables));
    }

    /** @throws CannotSign where the credentials that are there are no keys for this */
    void check(Function<String, @Nullable String> credentials) {
        if (key != null) {
            key.check(credentials, verifyKey == null ? null : true);
        }
        if (verifyKey != null) {
            verifyKey.check(credentials, false);
        }
    }
}
