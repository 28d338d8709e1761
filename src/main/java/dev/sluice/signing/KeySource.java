package dev.sluice.signing;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.util.ArrayList;
import java.util.List;

/** Which credential is the key and how its text becomes bytes. The text is asked for every time: secrets rotate. */
final class KeySource {
    enum Encoding implements Labelled {
        TEXT(TextEncoding.TEXT), HEX(TextEncoding.HEX), BASE64(TextEncoding.BASE64),
        BASE64URL(TextEncoding.BASE64URL), PEM(TextEncoding.TEXT);

        private final TextEncoding encoding;

        Encoding(TextEncoding encoding) {
            this.encoding = encoding;
        }
    }

    final String credential;
    private final Encoding encoding;
    private final String strip;
    private final String prepend;
    private final List<TextTemplate> derive = new ArrayList<>();
    private final Algorithm algorithm;

    KeySource(Description key, Algorithm algorithm) {
        this.algorithm = algorithm;
        boolean pair = algorithm.kind.isAsymmetric();
        this.credential = key.text("credential");
        this.encoding = key.choice("encoding", Encoding.class, pair ? Encoding.PEM : Encoding.TEXT);
        this.strip = key.text("strip", "");
        this.prepend = key.text("prepend", "");
        List<String> steps = key.texts("derive");
        steps.forEach(step -> derive.add(TextTemplate.of(key.at("derive"), step)));
        if (credential.isEmpty()) {
            throw key.problem("credential", "must name a credential");
        }
        if (pair && encoding == Encoding.TEXT) {
            throw key.problem("encoding", "must be pem, base64 or hex for " + algorithm.label());
        }
        if (!pair && encoding == Encoding.PEM) {
            throw key.problem("encoding", "pem is for RSA, ECDSA and Ed25519 keys");
        }
        if (pair && (!derive.isEmpty() || !prepend.isEmpty())) {
            throw key.problem(derive.isEmpty() ? "prepend" : "derive", "is for HMAC keys");
        }
        key.done();
    }

    void visit(java.util.function.Consumer<Variable> variables) {
        derive.forEach(step -> step.visit(variables));
    }

    byte[] secret(Material material) throws GeneralSecurityException {
        byte[] bytes = decoded(prepend + text(material));
        for (TextTemplate step : derive) {
            bytes = algorithm.mac(bytes, step.bytes(material));
        }
        return bytes;
    }

    Key pairHalf(Material material, Algorithm.Kind kind, boolean privateHalf) {
        String text = text(material);
        try {
            return encoding == Encoding.PEM ? PairKeys.pem(text, kind, privateHalf)
                    : PairKeys.der(decoded(text), kind, privateHalf);
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            throw new CannotSign(toString(), "is not a " + (privateHalf ? "private" : "public") + " key for "
                    + algorithm.label());
        }
    }

    private String text(Material material) {
        String text = material.credential(credential);
        if (text.isEmpty()) {
            throw new CannotSign(toString(), "is empty");
        }
        return text.startsWith(strip) ? text.substring(strip.length()) : text;
    }

    private byte[] decoded(String text) {
        byte[] bytes = encoding.encoding.decode(text);
        if (bytes == null || bytes.length == 0) {
            throw new CannotSign(toString(), "is not " + encoding.label());
        }
        return bytes;
    }

    @Override
    public String toString() {
        return "credential:" + credential;
    }
}
