package dev.sluice.signing;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/** SM2 with SM3 (GB/T 32918.2), which the JDK has not. */
final class Sm2Signature extends Signature {
    private final byte[] userId;
    private final SM2Signer signer;

    /** @param plain the two numbers one after the other, instead of DER */
    Sm2Signature(String userId, boolean plain) {
        super("SM3withSM2");
        this.userId = userId.getBytes(StandardCharsets.UTF_8);
        this.signer = new SM2Signer(plain ? PlainDSAEncoding.INSTANCE : StandardDSAEncoding.INSTANCE, new SM3Digest());
    }

    private CipherParameters with(Key key) throws InvalidKeyException {
        if (key instanceof Sm2Key half) {
            return new ParametersWithID(half.parameters(), userId);
        }
        throw new InvalidKeyException("no key of SM2");
    }

    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
        signer.init(false, with(key));
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
        signer.init(true, with(key));
    }

    @Override
    protected void engineUpdate(byte one) {
        signer.update(one);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int from, int length) {
        signer.update(bytes, from, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new SignatureException(e);
        }
    }

    @Override
    protected boolean engineVerify(byte[] signature) {
        return signer.verifySignature(signature);
    }

    @Override
    @SuppressWarnings("deprecation")
    protected void engineSetParameter(String name, Object value) {
        throw new UnsupportedOperationException();
    }

    @Override
    @SuppressWarnings("deprecation")
    protected Object engineGetParameter(String name) {
        throw new UnsupportedOperationException();
    }
}
