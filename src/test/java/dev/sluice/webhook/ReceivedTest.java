package dev.sluice.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sluice.http.Characters;
import dev.sluice.json.Format;
import dev.sluice.json.Unreadable;
import dev.sluice.signing.Incoming;
import dev.sluice.signing.Outgoing;
import dev.sluice.signing.Signature;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a webhook can be read. */
class ReceivedTest {

    @Test
    void aDocumentIsAnObject() throws Unreadable {
        assertThat(received("{\"orderId\":12.50}").read(Format.JSON).path("orderId").asText()).isEqualTo("12.50");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"orderId\":\"r-1\"}]", "[]", "\"{\\\"orderId\\\":\\\"r-1\\\"}\"", "12", "true", "null"})
    void whatIsNoObjectCannotBeRead(String document) {
        assertThatThrownBy(() -> received(document).read(Format.JSON)).isInstanceOf(Unreadable.class)
                .hasMessage("it is no JSON object");
    }

    @Test
    void aFormIsReadWhereTheFileSaysSo() throws Unreadable {
        assertThat(received("order_id=k31&status=paid").read(Format.FORM)).hasToString(
                "{\"order_id\":\"k31\",\"status\":\"paid\"}");
        assertThat(received("<hook><order_id>k31</order_id></hook>").read(Format.XML).at("/hook/order_id").asText())
                .isEqualTo("k31");
        assertThatThrownBy(() -> received("order_id=k31&status=paid").read(Format.JSON)).isInstanceOf(Unreadable.class)
                .hasMessage("it is not JSON (line 1, column 1)");
    }

    /** It is within what is signed. */
    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "windows-1251", "Shift_JIS", "UTF-8"})
    void xmlIsReadInTheEncodingThatItDeclaresItself(String charset) throws Exception {
        String text = charset.equals("ISO-8859-1") ? "é" : "ж";
        byte[] bytes = ("<?xml version=\"1.0\" encoding=\"" + charset + "\"?><hook><name>" + text + "</name></hook>")
                .getBytes(charset);
        assertThat(new Received(bytes, null, new Characters(null)).read(Format.XML).at("/hook/name").asText())
                .isEqualTo(text);
        assertThat(new Received(bytes, null, new Characters(charset.startsWith("S") ? null : charset))
                .read(Format.XML).at("/hook/name").asText()).isEqualTo(text);
    }

    /** Who has a delivery could have its values read otherwise than they are signed, which do not hold the declaration. */
    @Test
    void ofXmlTheFieldsThatAreReadAreThoseThatAreSigned() throws Exception {
        Signature signature = Signature
                .of(new YAMLMapper().readTree("{message: {fields: {below: hook}}, body-format: xml,"
                        + " algorithm: HMAC-SHA256, key: {credential: secret}, headers: {X-Signature: '{signature}'}}"));
        String document = "<?xml version='1.0' encoding='UTF-8'?><hook><name>é</name></hook>";
        byte[] right = document.getBytes(StandardCharsets.UTF_8);
        String signed = String.valueOf(signature.sign(new Outgoing("POST", "/hook", "", Map.of(), right),
                name -> "topsecret", Clock.systemUTC(), () -> "").headers().get("X-Signature"));
        assertThat(isSigned(signature, signed, right)).isTrue();
        assertThat(isSigned(signature, signed, document.replace("UTF-8", "GBK").getBytes("GBK"))).isTrue();
        assertThat(isSigned(signature, signed, document.replace("UTF-8", "GBK").getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(new Received(document.replace("UTF-8", "GBK").getBytes("GBK"), null, new Characters(null))
                .forms(Format.XML, false)).hasSizeGreaterThan(1);
    }

    private static boolean isSigned(Signature signature, String signed, byte[] body) {
        return new Received(body, null, new Characters(null)).forms(Format.XML, signature.findsFields()).stream()
                .anyMatch(form -> signature.verify(
                        new Incoming("POST", "/hook", "", Map.of("X-Signature", signed), form),
                        List.of(name -> "topsecret"), Clock.systemUTC()).valid());
    }

    @Test
    void aDocumentWithinTheBodyIsWhatIsRead() throws Unreadable {
        Received packed = new Received("eyJ9".getBytes(StandardCharsets.UTF_8), null, new Characters("ISO-8859-1"));
        Received document = packed.holding("{\"name\":\"é\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(document.read(Format.JSON).path("name").asText()).isEqualTo("é");
        assertThat(document.charset()).isNull();
        assertThat(packed.holding(null)).isSameAs(packed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "gzip, gzip", "deflate"})
    void aBodyThatIsNotPackedIsNotSignedAsAnEmptyOne(String codings) throws Exception {
        Signature signature = Signature.of(new YAMLMapper().readTree("""
                message: {body: raw}
                algorithm: HMAC-SHA256
                key: {credential: secret}
                headers: {X-Signature: "{signature}"}
                without-body: {message: {body: , template: "{path}"}}
                """));
        Function<String, String> account = name -> "topsecret";
        String ofNothing = String
                .valueOf(signature.sign(new Outgoing("POST", "/hook", "", Map.of(), new byte[0]), account,
                        Clock.systemUTC(), () -> "").headers().get("X-Signature"));
        Received forged = new Received("{\"status\":\"paid\"}".getBytes(StandardCharsets.UTF_8), codings,
                new Characters(null));
        assertThat(forged.read(Format.JSON).path("status").asText()).isEqualTo("paid");
        assertThat(forged.forms(Format.JSON, false)).noneMatch(form -> signature.verify(
                new Incoming("POST", "/hook", "", Map.of("X-Signature", ofNothing), form), List.of(account),
                Clock.systemUTC()).valid());
    }

    /** The document may have been signed; what stands behind it was not, so nothing of it is believed. */
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void whatFollowsAPackedDocumentMakesItUnreadable(String coding) throws Exception {
        byte[] document = "{\"status\":\"paid\"}".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream packed = coding.equals("gzip") ? new GZIPOutputStream(bytes)
                : new DeflaterOutputStream(bytes)) {
            packed.write(document);
        }
        bytes.writeBytes("more".getBytes(StandardCharsets.UTF_8));
        Received received = new Received(bytes.toByteArray(), coding, new Characters(null));
        assertThat(received.forms(Format.JSON, false)).anyMatch(form -> Arrays.equals(form, document));
        assertThatThrownBy(() -> received.read(Format.JSON)).isInstanceOf(Unreadable.class)
                .hasMessage("it cannot be unpacked");
    }

    private static Received received(String body) {
        return new Received(body.getBytes(StandardCharsets.UTF_8), null, new Characters(null));
    }
}
