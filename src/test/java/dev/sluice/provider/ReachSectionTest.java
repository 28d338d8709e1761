package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Mistake;
import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.given.Authority;
import dev.sluice.given.Authority.Issued;
import dev.sluice.tls.TlsIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and keys that cannot be used are told when Sluice starts, and those that end soon too. */
class ReachSectionTest {

    private static final String ACCOUNT = "accounts.default.";

    private static final String FILE = ProviderFileTest.SOUND.replace("[access-key, secret-key]", "[]")
            .replace("  no-such-order: [\"404\"]\n", "");

    @TempDir
    private Path folder;
    private final Map<String, String> settings = new HashMap<>();
    private final Mistakes mistakes = new Mistakes();
    private Authority authority;

    @BeforeEach
    void make() throws Exception {
        authority = new Authority("ours");
    }

    @Test
    void aPairOfFilesIsReadForItsAccount() throws Exception {
        Issued shop = authority.issue("shop");
        client(shop.pem() + authority.pem(), shop.keyPem());
        file("trust-file", authority.pem());
        Provider provider = read();
        assertThat(mistakes.notes()).isEmpty();
        TlsIdentity identity = TlsIdentity.of(provider.reach().material("default"));
        assertThat(identity.own()).containsExactly(shop.certificate(), authority.certificate());
        assertThat(identity.trusted()).containsExactly(authority.certificate());
        assertThat(provider.reach().clients()).containsOnlyKeys("default");
        assertThat(provider.account("default").secrets()).as("they are nothing that flows are given").isEmpty();
        assertThat(provider.reach().toString()).doesNotContain("PRIVATE");
    }

    @Test
    void asSettingsTheyMayStandInOneLine() throws Exception {
        Issued shop = authority.issue("shop");
        settings.put(ACCOUNT + "client-certificate", shop.pem().replace("\n", "\\n"));
        settings.put(ACCOUNT + "client-key", shop.keyPem().replace("\n", "\\n"));
        assertThat(TlsIdentity.of(read().reach().material("default")).own()).containsExactly(shop.certificate());
    }

    @Test
    void anEncryptedKeyNeedsItsPassword() throws Exception {
        Issued shop = authority.issue("shop");
        client(shop.pem(), encrypted(shop, "s3cret"));
        isRefused(ACCOUNT + "client-key-file", "is encrypted, and no password of it is set");
        file(ACCOUNT + "client-key-password-file", "wrong");
        isRefused(ACCOUNT + "client-key-file", "cannot be decrypted by its password");
        file(ACCOUNT + "client-key-password-file", "s3cret\n");
        assertThat(TlsIdentity.of(read().reach().material("default")).own()).hasSize(1);
    }

    @Test
    void whatIsNoneOrDoesNotBelongTogetherIsRefused() throws Exception {
        Issued shop = authority.issue("shop");
        client(shop.pem(), authority.issue("other").keyPem());
        isRefused(ACCOUNT + "client-key-file", "is not the key of the certificate");
        client(shop.pem(), shop.pem());
        isRefused(ACCOUNT + "client-key-file", "holds no private key in PEM");
        client(shop.pem(), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----");
        isRefused(ACCOUNT + "client-key-file", "is no EC key that can be read");
        client("a certificate", shop.keyPem());
        isRefused(ACCOUNT + "client-certificate-file", "holds no certificate in PEM");
        client(shop.pem(), shop.keyPem());
        file("trust-file", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
        isRefused("trust-file", "or one that cannot be read");
    }

    @Test
    void aCertificateNeedsItsKeyAndAKeyItsCertificate() throws Exception {
        Issued shop = authority.issue("shop");
        file(ACCOUNT + "client-certificate-file", shop.pem());
        isRefused(ACCOUNT + "client-certificate-file", "needs client-key (client-key-file) beside it");
        settings.clear();
        file(ACCOUNT + "client-key-file", shop.keyPem());
        isRefused(ACCOUNT + "client-key-file", "needs client-certificate (client-certificate-file) beside it");
    }

    @Test
    void aFileThatIsNotThereYetIsOnlyNoted() throws Exception {
        Issued shop = authority.issue("shop");
        client(shop.pem(), shop.keyPem());
        Files.delete(folder.resolve(ACCOUNT + "client-key-file"));
        settings.put("trust-file", folder.resolve("none").toString());
        assertThat(read()).isNotNull();
        assertThat(mistakes.notes()).extracting(Mistake::rule)
                .containsExactly(Rule.UNREADABLE_CREDENTIAL, Rule.UNREADABLE_CREDENTIAL);
    }

    @Test
    void aWrongKeyIsToldAlsoWhileTheTrustFileIsNotThere() throws Exception {
        client(authority.issue("shop").pem(), authority.issue("other").keyPem());
        settings.put("trust-file", folder.resolve("none").toString());
        isRefused(ACCOUNT + "client-key-file", "is not the key of the certificate");
    }

    @Test
    void aBundleThatIsHalfWrittenIsRefused() throws Exception {
        String whole = authority.pem() + new Authority("next").pem();
        int first = authority.pem().length();
        for (int cut : new int[]{first + 3, first + 15, first + 25, first + 40, whole.length() - 3}) {
            file("trust-file", whole.substring(0, cut));
            isRefused("trust-file", "or one that cannot be read");
        }
        file("trust-file", whole.stripTrailing());
        assertThat(TlsIdentity.of(read().reach().material("")).trusted()).hasSize(2);
    }

    @Test
    void commentsOfABundleMayBeInLatin1() throws Exception {
        settings.put("trust-file", Files.writeString(folder.resolve("latin.pem"), "# Autorit\u00e9\n" + authority.pem(),
                StandardCharsets.ISO_8859_1).toString());
        assertThat(TlsIdentity.of(read().reach().material("")).trusted()).containsExactly(authority.certificate());
        assertThat(mistakes.notes()).isEmpty();
    }

    @Test
    void oneThatIsNotValidYetIsNoted() throws Exception {
        Issued shop = authority.later("shop");
        client(shop.pem(), shop.keyPem());
        assertThat(read()).isNotNull();
        assertThat(mistakes.notes()).extracting(Mistake::rule).containsExactly(Rule.ENDING_CERTIFICATE);
        assertThat(mistakes.notes().get(0).reason()).contains("is not valid before ",
                "until then the account's calls are not sent");
    }

    @Test
    void oneThatHasEndedOrEndsSoonIsNoted() throws Exception {
        Issued shop = authority.issue("shop", Duration.ofDays(29));
        client(shop.pem(), shop.keyPem());
        file("trust-file", authority.pem() + new Authority("old", Duration.ofDays(-2)).pem());
        assertThat(read()).isNotNull();
        assertThat(mistakes.notes()).extracting(Mistake::rule)
                .containsExactly(Rule.ENDING_CERTIFICATE, Rule.ENDING_CERTIFICATE);
        assertThat(mistakes.notes()).extracting(Mistake::reason)
                .anySatisfy(reason -> assertThat(reason).contains("CN=shop ends at ", "in 28 days",
                        "once it has ended, the account's calls are not sent"))
                .anySatisfy(reason -> assertThat(reason).contains("CN=old ended at "));
    }

    @Test
    void aProxyIsReadWithItsUserAndItsExceptions() throws IOException {
        settings.put("proxy", "http://proxy.test:3128");
        settings.put("proxy-username", "sluice");
        settings.put("proxy-password", "s3cret");
        settings.put("no-proxy", "straight.test,[::2],10.0.0.7,FD00:0::1");
        Proxy proxy = read().reach().proxy();
        assertThat(mistakes.notes()).isEmpty();
        assertThat(proxy.host() + " " + proxy.port() + " " + proxy.username() + " " + proxy.password().read().get())
                .isEqualTo("proxy.test 3128 sluice s3cret");
        assertThat(proxy.toString()).doesNotContain("s3cret");
        assertThat(List.of("a.test", "xstraight.test", "10.0.0.71", "test")).allMatch(proxy::isFor);
        assertThat(List.of("straight.test", "A.STRAIGHT.test", "::2", "[0:0::0:2]", "fd00::1", "10.0.0.7", "localhost",
                "127.0.0.1", "::1",
                "[::1]")).noneMatch(proxy::isFor);
    }

    @Test
    void aProxyThatCannotBeUsedIsRefused() throws IOException {
        settings.put("proxy", "http://sluice:s3cret@proxy.test:3128");
        isTold(FILE, "must begin with http, name host and port, and hold nothing more");
        settings.put("proxy", "https://proxy.test:3128");
        isTold(FILE, "must begin with http, name host and port, and hold nothing more");
        settings.put("proxy", "http://proxy.test");
        isTold(FILE, "must have a host and a port: http://host:port");
        for (String malformed : List.of("http://my_proxy:3128", "http://[::1:3128", "http://proxy.test:31x8",
                "http://pro%xy:3128")) {
            settings.put("proxy", malformed);
            isTold(FILE, "must have a host and a port, http://host:port, and cannot be read (");
            assertThat(places(FILE)).allMatch(place -> place.endsWith(".proxy"));
        }
        settings.put("proxy", "http://proxy.test:70000");
        isTold(FILE, "has a port that there is not");
        settings.put("proxy", "http://proxy.test:3128");
        settings.put("proxy-username", "sluice");
        isTold(FILE, "needs proxy-password beside it");
        settings.remove("proxy-username");
        settings.put("proxy-password", "s3cret");
        isTold(FILE, "needs proxy-username beside it");
        for (String host : List.of("a b", "straight.test:443", "10.0.0.7:8080")) {
            settings.put("no-proxy", host);
            isTold(FILE, "must be the name of a host, without a port");
        }
    }

    @Test
    void aFilesOwnCredentialsHaveOtherNames() throws Exception {
        isTold(ProviderFileTest.SOUND.replace("[access-key, secret-key]", "[access-key, client-key]"),
                "has client-key, which is read as something else below an account");
    }

    private void isRefused(String key, String reason) throws IOException {
        Mistakes found = new Mistakes();
        assertThat(read(FILE, found)).isNull();
        assertThat(found.all()).as(found.notes().toString()).hasSize(1);
        assertThat(found.all().get(0).rule()).isEqualTo(Rule.UNUSABLE_CREDENTIAL);
        assertThat(found.all().get(0).toString()).contains("sluice.providers.demo." + key + ": ", reason);
    }

    private void isTold(String file, String reason) throws IOException {
        Mistakes found = new Mistakes();
        assertThat(read(file, found)).isNull();
        assertThat(found.all().toString()).doesNotContain("s3cret");
        assertThat(found.all()).extracting(Mistake::reason).anySatisfy(told -> assertThat(told).contains(reason));
    }

    private List<String> places(String file) throws IOException {
        Mistakes found = new Mistakes();
        read(file, found);
        return found.all().stream().map(mistake -> mistake.toString().replaceFirst("(?s)^setting ([a-z.-]+): .*", "$1"))
                .toList();
    }

    private Provider read() throws IOException {
        return read(FILE, mistakes);
    }

    private Provider read(String file, Mistakes found) throws IOException {
        Path providers = Files.createDirectories(folder.resolve("providers"));
        Files.writeString(providers.resolve("demo.yaml"), file);
        Map<String, String> all = new HashMap<>();
        settings.forEach((key, value) -> all.put("sluice.providers.demo." + key, value));
        return new Providers(providers, GivenProviders.config(all), Map.of(), found).get("demo");
    }

    private void client(String certificate, String key) throws IOException {
        file(ACCOUNT + "client-certificate-file", certificate);
        file(ACCOUNT + "client-key-file", key);
    }

    private void file(String key, String content) throws IOException {
        settings.put(key, Files.writeString(folder.resolve(key), content).toString());
    }

    private static String encrypted(Issued one, String password) throws Exception {
        String cipherName = "PBEWithHmacSHA256AndAES_256";
        Cipher cipher = Cipher.getInstance(cipherName);
        cipher.init(Cipher.ENCRYPT_MODE, SecretKeyFactory.getInstance(cipherName)
                .generateSecret(new PBEKeySpec(password.toCharArray())));
        byte[] sealed = cipher.doFinal(one.key().getEncoded());
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
        parameters.init(cipher.getParameters().getEncoded());
        return "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(new EncryptedPrivateKeyInfo(parameters, sealed).getEncoded())
                + "\n-----END ENCRYPTED PRIVATE KEY-----\n";
    }
}
