package dev.sluice.cipher;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.XECPublicKey;

/** One side's key pair for one exchange. The private half does not leave it. */
public final class ExchangeKey {
    private final PrivateKey own;
    private final byte[] open;

    private ExchangeKey(PrivateKey own, byte[] open) {
        this.own = own;
        this.open = open;
    }

    static ExchangeKey fresh() {
        KeyPair pair = X25519.pair();
        return new ExchangeKey(pair.getPrivate(), X25519.bytes((XECPublicKey) pair.getPublic()));
    }

    static ExchangeKey of(byte[] privateKey) throws GeneralSecurityException {
        PrivateKey own = X25519.privateKey(privateKey);
        return new ExchangeKey(own, X25519.publicOf(own));
    }

    /** The public key's 32 bytes. */
    public byte[] publicKey() {
        return open.clone();
    }

    /** The public key's 32 bytes as base64. */
    public String publicText() {
        return Base64Text.encode(open);
    }

    byte[] shared(byte[] other) throws GeneralSecurityException {
        return X25519.shared(own, other);
    }

    @Override
    public String toString() {
        return "ExchangeKey";
    }
}
