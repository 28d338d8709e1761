package dev.sluice.signing;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.RSAPublicKeySpec;
import java.util.stream.StreamSupport;

/** A public key as JSON (RFC 7517, RFC 7518 section 6, RFC 8037), for one algorithm. */
record Jwk(JsonNode node, Algorithm algorithm) {

    private static final int SHORTEST_RSA = 2048;

    /** @throws GeneralSecurityException where it is none, none to verify with, or one of another algorithm */
    PublicKey key() throws GeneralSecurityException {
        boolean verifies = node.path("use").asText("sig").equals("sig") && (!node.has("key_ops")
                || StreamSupport.stream(node.path("key_ops").spliterator(), false)
                        .anyMatch(operation -> operation.asText().equals("verify")));
        if (!verifies || !algorithm.isCalled(node.path("alg").asText(algorithm.joseName()))) {
            throw new InvalidKeySpecException("a key for something else");
        }
        return switch (algorithm.kind) {
            case RSA, RSA_PSS -> rsa();
            case EC -> ec();
            default -> okp();
        };
    }

    private PublicKey rsa() throws GeneralSecurityException {
        type("RSA");
        BigInteger modulus = new BigInteger(1, bytes("n"));
        if (modulus.bitLength() < SHORTEST_RSA) {
            throw new InvalidKeySpecException("a short key");
        }
        return KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(modulus, new BigInteger(1, bytes("e"))));
    }

    private PublicKey ec() throws GeneralSecurityException {
        type("EC");
        Curve curve = algorithm.curve();
        if (!node.path("crv").asText().equals(curve.label())) {
            throw new InvalidKeySpecException("another curve");
        }
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(curve.standardName()));
        ECPoint point = new ECPoint(new BigInteger(1, bytes("x")), new BigInteger(1, bytes("y")));
        ECPublicKey key = (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(
                new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
        if (!isOnItsCurve(key)) {
            throw new InvalidKeySpecException("no point of the curve");
        }
        return key;
    }

    /** The JDK does not look. */
    private static boolean isOnItsCurve(ECPublicKey key) {
        BigInteger p = ((ECFieldFp) key.getParams().getCurve().getField()).getP();
        BigInteger x = key.getW().getAffineX();
        BigInteger y = key.getW().getAffineY();
        BigInteger right = x.multiply(x).add(key.getParams().getCurve().getA()).multiply(x)
                .add(key.getParams().getCurve().getB());
        return x.compareTo(p) < 0 && y.compareTo(p) < 0 && y.multiply(y).subtract(right).mod(p).signum() == 0;
    }

    private PublicKey okp() throws GeneralSecurityException {
        type("OKP");
        byte[] bytes = bytes("x");
        if (!node.path("crv").asText().equals("Ed25519") || bytes.length != 32) {
            throw new InvalidKeySpecException("another curve");
        }
        return (PublicKey) new PairKeys(algorithm, false, null).der(bytes);
    }

    private void type(String wanted) throws InvalidKeySpecException {
        if (!node.path("kty").asText().equals(wanted)) {
            throw new InvalidKeySpecException("another type");
        }
    }

    private byte[] bytes(String member) throws InvalidKeySpecException {
        byte[] bytes = TextEncoding.BASE64URL.decode(node.path(member).asText(""));
        if (bytes == null || bytes.length == 0) {
            throw new InvalidKeySpecException("no " + member);
        }
        return bytes;
    }
}
