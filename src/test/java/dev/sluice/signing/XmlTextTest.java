package dev.sluice.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XmlTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "<a><b>1</b></a>|a.s|<a><b>1</b><s>x&amp;&lt;&gt;</s></a>",
            "<a><s>old</s><b>1</b></a>|a.s|<a><s>x&amp;&lt;&gt;</s><b>1</b></a>",
            "<a><s><![CDATA[</s>]]></s></a>|a.s|<a><s>x&amp;&lt;&gt;</s></a>",
            "<a><!-- <s>no</s> --><b><s>1</s></b></a>|a.s|<a><!-- <s>no</s> --><b><s>1</s></b><s>x&amp;&lt;&gt;</s></a>",
            "<?xml version='1.0'?> <a c='>' d=\"/>\"><s/></a>|a.s"
                    + "|<?xml version='1.0'?> <a c='>' d=\"/>\"><s>x&amp;&lt;&gt;</s></a>",
            "<a><b e='1' /></a>|a.b.s|<a><b e='1' ><s>x&amp;&lt;&gt;</s></b></a>",
            "<p:a xmlns:p='u'><p:b>é</p:b></p:a>|a.s|<p:a xmlns:p='u'><p:b>é</p:b><p:s>x&amp;&lt;&gt;</p:s></p:a>",
            "<a><b><s>1</s></b></a>|a.b.s|<a><b><s>x&amp;&lt;&gt;</s></b></a>",
    })
    void oneElementIsSetAndAllElseStaysToTheLetter(String xml, String path, String expected) {
        assertThat(XmlText.with("body", xml, new JsonPath("p", path), "x&<>")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "<a/>|b.s|body: has no element b", "<a><b/></a>|a.c.s|body: has no element a.c",
            "<a><s>1</s><s>2</s></a>|a.s|a.s: cannot be put into this XML",
            "<a><b/><b/></a>|a.b.s|a.b.s: cannot be put into this XML",
            "<a><s c='1'/></a>|a.s|a.s: cannot be put into this XML",
            "<a>|a.s|body: has no element a", "no|a.s|body: has no element a",
    })
    void whereItCannotBePutNothingIsSigned(String xml, String path, String reason) {
        assertThatThrownBy(() -> XmlText.with("body", xml, new JsonPath("p", path), "x"))
                .isInstanceOf(CannotSign.class).hasMessage(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"<!DOCTYPE a><a/>", "<a>&x;</a>", "{}", "<a></b>", "<a/>more", "<html/>"})
    void whatIsReadOfNoWebhookIsSignedByNoField(String xml) {
        assertThatThrownBy(() -> XmlText.parse("body", xml.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(CannotSign.class).hasMessage("body: is not XML");
    }
}
