package dev.sluice.tls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What of a kind stands in a text of PEM (RFC 7468); whatever else is there does not count. */
final class Pem {

    private static final Pattern CERTIFICATE = Pattern
            .compile("-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----");
    /** What a certificate begins with, also where a file that is only half written ends with the beginning of it. */
    private static final Pattern BEGUN = Pattern
            .compile("-----BEGIN CERTIFICATE-----|(?m)^-{1,5}(B[A-Z ]*-{0,4})?\\z");
    private static final Pattern KEY = Pattern
            .compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----[^-]*-----END \\1-----");

    private Pem() {
    }

    /** @throws GeneralSecurityException where there is none, or one that cannot be read or has no end */
    static List<X509Certificate> certificates(String text) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> all = new ArrayList<>();
        Matcher block = CERTIFICATE.matcher(lines(text));
        while (block.find()) {
            try {
                byte[] der = Base64.getMimeDecoder().decode(block.group(1));
                all.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
            } catch (IllegalArgumentException e) {
                throw new GeneralSecurityException("no base64", e);
            }
        }
        if (all.isEmpty()) {
            throw new GeneralSecurityException("no certificate");
        }
        if (BEGUN.matcher(lines(text)).results().count() != all.size()) {
            throw new GeneralSecurityException("one without an end");
        }
        return List.copyOf(all);
    }

    /** The first certificate, as it stands there; nothing where there is none. */
    static String first(String text) {
        Matcher block = CERTIFICATE.matcher(lines(text));
        return block.find() ? block.group() : "";
    }

    /** The first private key, as it stands there. */
    static Optional<String> privateKey(String text) {
        Matcher block = KEY.matcher(lines(text));
        return block.find() ? Optional.of(block.group()) : Optional.empty();
    }

    /** As a setting it may have its line ends spelt out. */
    private static String lines(String text) {
        return text.replace("\\n", "\n");
    }
}
