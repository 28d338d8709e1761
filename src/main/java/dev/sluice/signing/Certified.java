package dev.sluice.signing;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificate is believed: always one that is valid now and may sign.
 *
 * @param name        of the host that it must be for, where one is asked for (RFC 6125)
 * @param authorities who must have issued it, by the certificates that come with it; anybody where there are none
 */
record Certified(@Nullable String name, Set<TrustAnchor> authorities) {

    static final String OF_JAVA = "java";
    private static final int DNS_NAME = 2;

    static Certified of(@Nullable Description section) {
        if (section == null) {
            return new Certified(null, Set.of());
        }
        String name = section.has("name") ? section.text("name").toLowerCase(Locale.ROOT) : null;
        Set<TrustAnchor> authorities = new HashSet<>();
        if (section.has("authority")) {
            try {
                anchors(section.text("authority"))
                        .forEach(certificate -> authorities.add(new TrustAnchor(certificate, null)));
            } catch (GeneralSecurityException none) {
                throw section.problem("authority", "must be java, for those that Java trusts, or a certificate as PEM");
            }
        }
        section.done();
        return new Certified(name, Set.copyOf(authorities));
    }

    private static Collection<X509Certificate> anchors(String text) throws GeneralSecurityException {
        if (!text.equals(OF_JAVA)) {
            return all(text.getBytes(StandardCharsets.UTF_8));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init((KeyStore) null);
        return Stream.of(trust.getTrustManagers()).filter(X509TrustManager.class::isInstance)
                .flatMap(one -> Stream.of(((X509TrustManager) one).getAcceptedIssuers())).toList();
    }

    /** @return the certificates in the text, at least one */
    private static List<X509Certificate> all(byte[] pem) throws GeneralSecurityException {
        List<X509Certificate> all = new ArrayList<>();
        for (Certificate one : CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem))) {
            all.add((X509Certificate) one);
        }
        if (all.isEmpty()) {
            throw new GeneralSecurityException("no certificate");
        }
        return all;
    }

    boolean asksForMore() {
        return name != null || !authorities.isEmpty();
    }

    /** @throws GeneralSecurityException where the first one in the text is not believed at that moment */
    KnownKey key(byte[] pem, Instant now) throws GeneralSecurityException {
        List<X509Certificate> all = all(pem);
        X509Certificate certificate = all.get(0);
        certificate.checkValidity(Date.from(now));
        boolean[] uses = certificate.getKeyUsage();
        if (uses != null && !uses[0] || name != null && !isFor(certificate, name)) {
            throw new GeneralSecurityException("for something else");
        }
        if (!authorities.isEmpty()) {
            X509CertSelector wanted = new X509CertSelector();
            wanted.setCertificate(certificate);
            PKIXBuilderParameters path = new PKIXBuilderParameters(authorities, wanted);
            path.setRevocationEnabled(false);
            path.setDate(Date.from(now));
            path.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(all)));
            CertPathBuilder.getInstance("PKIX").build(path);
        }
        return new KnownKey(certificate.getPublicKey(), certificate.getNotAfter().toInstant());
    }

    private static boolean isFor(X509Certificate certificate, String name) throws GeneralSecurityException {
        Collection<List<?>> others = certificate.getSubjectAlternativeNames();
        List<String> names = others == null ? List.of()
                : others.stream().filter(other -> other.get(0).equals(DNS_NAME)).map(other -> (String) other.get(1))
                        .toList();
        return (names.isEmpty() ? commonNames(certificate) : names).stream()
                .map(one -> one.toLowerCase(Locale.ROOT)).anyMatch(one -> one.equals(name)
                        || one.startsWith("*.") && name.indexOf('.') > 0
                                && one.substring(1).equals(name.substring(name.indexOf('.'))));
    }

    private static List<String> commonNames(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName()).getRdns().stream()
                    .filter(part -> part.getType().equalsIgnoreCase("CN")).map(part -> String.valueOf(part.getValue()))
                    .toList();
        } catch (InvalidNameException none) {
            return List.of();
        }
    }
}
