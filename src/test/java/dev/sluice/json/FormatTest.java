package dev.sluice.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What others write in other formats than JSON becomes members all the same. JSON is written with ' for ". */
class FormatTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a=1&b=2             | {'a':'1','b':'2'}
            a=                  | {'a':''}
            a=x+y%26z%C3%A4     | {'a':'x y&zä'}
            a=1=2               | {'a':'1=2'}
            a=1&b=2&a=3&a=4     | {'a':['1','3','4'],'b':'2'}
            ` a=1\\n`           | {'a':'1'}
            a[0]=1&t=10:00/2    | {'a[0]':'1','t':'10:00/2'}
            """)
    void aFormIsItsFields(String form, String document) throws Unreadable {
        assertThat(Format.FORM.read(form.replace("\\n", "\n"))).hasToString(document.replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Forbidden", "Service unavailable", "{\"a\":\"1\"}", "<html><p a=1></html>",
            "a=1&",
            "a=1&&b=2", "=1", "a=%", "a=%zz", "a=1\nb=2", "a=1 b", "a=<b>", "a=1\0"})
    void aPageOrASentenceIsNoForm(String text) {
        assertThatThrownBy(() -> Format.FORM.read(text)).isInstanceOf(Unreadable.class)
                .hasMessageStartingWith("it is no form");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <o><id>1</id><s> x </s></o>                            | {'o':{'id':'1','s':' x '}}
            <o/>                                                   | {'o':''}
            <o><id/></o>                                           | {'o':{'id':''}}
            <?xml version="1.0" encoding="UTF-8"?> <o>1</o><!--x-->| {'o':'1'}
            <o><i><a>1</a></i><i><a>2</a></i><i>3</i></o>          | {'o':{'i':[{'a':'1'},{'a':'2'},'3']}}
            <o v="2"><id t="n">1</id></o>                          | {'o':{'@v':'2','id':{'@t':'n','#text':'1'}}}
            <s:e xmlns:s="urn:s"><s:b u="1"><n xmlns="urn:n">1</n></s:b></s:e> | {'e':{'b':{'@u':'1','n':'1'}}}
            <o xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><id i:nil="true"/><s i:type="x">1</s></o> | {'o':{'id':null,'s':'1'}}
            <o>a<![CDATA[<b>&]]>&lt;c&#33;</o>                     | {'o':'a<b>&<c!'}
            <o>a<b>1</b>c</o>                                      | {'o':{'b':'1','#text':'ac'}}
            """)
    void xmlIsItsElements(String xml, String document) throws Unreadable {
        assertThat(Format.XML.read(xml)).hasToString(document.replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "{}", "<o>", "<o></p>", "<o/><o/>", "<o/>x", "<o a='1' a='2'/>", "<o>&x;</o>",
            "<html><body>Forbidden</body></html>", "<HTML/>", "<!DOCTYPE o><o/>", "<o>\0</o>",
            "<!DOCTYPE o [<!ENTITY x 'y'>]><o>&x;</o>", "<a:o/>"})
    void whatIsNoXmlOrAPageIsNotRead(String text) {
        assertThatThrownBy(() -> Format.XML.read(text)).isInstanceOf(Unreadable.class);
    }

    /** Neither a file nor another address, and nothing that grows. */
    @Test
    void xmlReadsNothingFromElsewhere(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "s3cr3t");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        AtomicInteger asked = new AtomicInteger();
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/x";
        try {
            for (String xml : new String[]{"<!DOCTYPE o [<!ENTITY x SYSTEM '" + secret.toUri() + "'>]><o>&x;</o>",
                    "<!DOCTYPE o SYSTEM '" + url + "'><o/>",
                    "<!DOCTYPE o [<!ENTITY % x SYSTEM '" + url + "'> %x;]><o/>",
                    "<?xml-stylesheet href='" + url + "'?><o xmlns:i='http://www.w3.org/2001/XMLSchema-instance'"
                            + " i:schemaLocation='urn:o " + url + "'/>",
                    "<o xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='" + url + "'/></o>"}) {
                try {
                    assertThat(Format.XML.read(xml).toString()).doesNotContain("s3cr3t");
                } catch (Unreadable e) {
                    assertThat(e).hasMessageContaining("document type");
                }
            }
            assertThat(asked).hasValue(0);
        } finally {
            server.stop(0);
        }
        assertThatThrownBy(() -> Format.XML.read("<o>".repeat(40) + "</o>".repeat(40))).isInstanceOf(Unreadable.class);
        assertThatThrownBy(() -> Format.XML.read("<o>" + "<i/>".repeat(100_001) + "</o>"))
                .isInstanceOf(Unreadable.class).hasMessage("it has too many elements");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            ISO-8859-1, ISO-8859-1, -
            UTF-8,      -,          -
            UTF-16,     -,          -
            UTF-8,      -,          UTF-8
            ISO-8859-1, -,          ISO-8859-1
            windows-1252, ISO-8859-1, UTF-8
            """)
    void xmlIsInTheEncodingThatHttpOrItSelfDeclares(Charset written, Charset http, String own) throws Unreadable {
        String xml = (own == null ? "" : "<?xml version='1.0' encoding='" + own + "'?>") + "<o>ä</o>";
        assertThat(Format.XML.answer(xml.getBytes(written), http, Json.Numbers.KEPT)).hasToString("{\"o\":\"ä\"}");
    }

    @Test
    void anEncodingThatNobodyKnowsIsToldWithoutItsName() {
        byte[] xml = "<?xml version='1.0' encoding='s3cr3t'?><o/>".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Format.XML.answer(xml, null, Json.Numbers.KEPT)).isInstanceOf(Unreadable.class)
                .hasMessage("its encoding is none that is known");
    }
}
