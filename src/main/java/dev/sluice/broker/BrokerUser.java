package dev.sluice.broker;

import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.apache.activemq.artemis.utils.PasswordMaskingUtil;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whom the broker knows.
 *
 * @param tenant      whose requests an upstream system sends; empty where there are no tenants
 * @param password    as Artemis keeps one: the word itself, or its hash in {@code ENC(…)}; empty where none is asked for
 * @param certificate whom the certificate must name that the user shows, where one is asked for
 */
public record BrokerUser(String name, BrokerRole role, String tenant, String password,
        @Nullable X500Principal certificate) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
    /** Iterations, of which more would be a burden at each login, salt, and 64 bytes of hash. */
    private static final Pattern HASH = Pattern
            .compile("ENC\\([1-9][0-9]{2,4}:([0-9A-Fa-f]{2}){16,128}:([0-9A-Fa-f]{2}){64}\\)");
    private static final int SHORTEST = 12;

    /** One of no tenant, who shows no certificate. */
    BrokerUser(String name, BrokerRole role, String password) {
        this(name, role, "", password, null);
    }

    /** Whether a user can be called so. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Whether it is a hash of a password. */
    static boolean isHash(String password) {
        return HASH.matcher(password).matches();
    }

    /**
     * One whose password is kept as a hash.
     *
     * @throws IllegalArgumentException where name or password cannot be one; says why
     */
    public static BrokerUser hashed(String name, BrokerRole role, String password) {
        if (!isName(name)) {
            throw new IllegalArgumentException("a user's name has 1 to 64 letters A to Z, digits and . _ @ -");
        }
        if (password.length() < SHORTEST || password.equalsIgnoreCase(name)) {
            throw new IllegalArgumentException(
                    "a password has at least " + SHORTEST + " characters and is not the user's name");
        }
        try {
            return new BrokerUser(name, role, PasswordMaskingUtil.getHashProcessor().hash(password));
        } catch (Exception e) {
            throw new IllegalStateException("the password cannot be hashed", e);
        }
    }

    /** Whether all that is asked of the user was shown. */
    boolean isProved(@Nullable String given, @Nullable X500Principal shown) {
        return (certificate == null || certificate.equals(shown))
                && (isOfCertificateAlone() || given != null && isPassword(given));
    }

    /** Whether a certificate is all that is asked of the user. */
    boolean isOfCertificateAlone() {
        return certificate != null && password.isEmpty();
    }

    boolean isPassword(String given) {
        return PasswordMaskingUtil.getHashProcessor(password).compare(given.toCharArray(), password);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return role.id() + " " + name;
    }
}
