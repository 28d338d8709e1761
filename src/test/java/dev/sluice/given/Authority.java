package dev.sluice.given;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/** Issues certificates for one test. */
public final class Authority {

    private static final AlgorithmIdentifier ECDSA_SHA256 = new AlgorithmIdentifier(
            new ASN1ObjectIdentifier("1.2.840.10045.4.3.2"));
    private static final Duration YEARS = Duration.ofDays(3650);
    private static final AtomicLong SERIAL = new AtomicLong(1);

    /** A certificate and its key. */
    public record Issued(X509Certificate certificate, PrivateKey key) {

        public String pem() {
            return Authority.pem(certificate);
        }

        public String keyPem() {
            return block("PRIVATE KEY", key.getEncoded());
        }

        /** Of a server with this certificate, which believes those that the authority issued to its clients. */
        public SSLContext server(Authority clients) throws GeneralSecurityException, IOException {
            KeyStore keys = empty();
            keys.setKeyEntry("server", key, new char[0], new X509Certificate[]{certificate});
            KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
            managers.init(keys, new char[0]);
            KeyStore trusted = empty();
            trusted.setCertificateEntry("clients", clients.certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            TrustManager[] believed = trust.getTrustManagers();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), believed, null);
            return context;
        }
    }

    private final String name;
    private final KeyPair pair;
    private final X509Certificate certificate;

    public Authority(String name) throws GeneralSecurityException, IOException {
        this(name, Duration.ofDays(365));
    }

    /** @param left how long its own certificate lasts */
    public Authority(String name, Duration left) throws GeneralSecurityException, IOException {
        this.name = name;
        this.pair = pair();
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        this.certificate = signed(name, pair.getPublic(), Instant.now().plus(left), extensions);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public String pem() {
        return pem(certificate);
    }

    /** One for a host, or for whoever is called so. */
    public Issued issue(String host) throws GeneralSecurityException, IOException {
        return issue(host, Duration.ofDays(90));
    }

    /** @param left how long it lasts, less than nothing where it has ended */
    public Issued issue(String host, Duration left) throws GeneralSecurityException, IOException {
        KeyPair its = pair();
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.subjectAlternativeName, false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
        return new Issued(signed(host, its.getPublic(), Instant.now().plus(left), extensions), its.getPrivate());
    }

    /** One that is not valid yet, and then lasts for ten years. */
    public Issued later(String host) throws GeneralSecurityException, IOException {
        return issue(host, YEARS.plusDays(5));
    }

    private X509Certificate signed(String subject, PublicKey key, Instant end, ExtensionsGenerator extensions)
            throws GeneralSecurityException, IOException {
        V3TBSCertificateGenerator body = new V3TBSCertificateGenerator();
        body.setSerialNumber(new ASN1Integer(BigInteger.valueOf(SERIAL.getAndIncrement())));
        body.setSignature(ECDSA_SHA256);
        body.setIssuer(new X500Name("CN=" + name));
        body.setSubject(new X500Name("CN=" + subject));
        body.setStartDate(new Time(Date.from(end.minus(YEARS))));
        body.setEndDate(new Time(Date.from(end)));
        body.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(key.getEncoded()));
        body.setExtensions(extensions.generate());
        TBSCertificate whole = body.generateTBSCertificate();
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(whole.getEncoded("DER"));
        byte[] der = new DERSequence(new ASN1Encodable[]{whole, ECDSA_SHA256,
                new DERBitString(signature.sign())}).getEncoded("DER");
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der));
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC");
        pairs.initialize(256);
        return pairs.generateKeyPair();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static String pem(X509Certificate certificate) {
        try {
            return block("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String block(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der)
                + "\n-----END " + what + "-----\n";
    }
}
