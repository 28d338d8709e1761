package dev.sluice.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.json.Json.Numbers;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void aByteOrderMarkIsRefusedInBytesAndInText() {
        byte[] marked = "\uFEFF{}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Json.read(marked, Numbers.AMOUNT_AS_TEXT)).isInstanceOf(Unreadable.class);
        assertThatThrownBy(() -> read("\uFEFF{}")).isInstanceOf(Unreadable.class);
    }

    @Test
    void otherEncodingsAreNotGuessed() {
        for (var charset : new java.nio.charset.Charset[]{StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16}) {
            assertThatThrownBy(() -> Json.read("{\"a\":1}".getBytes(charset), Numbers.AMOUNT_AS_TEXT))
                    .isInstanceOf(Unreadable.class);
        }
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        byte[][] broken = {{'"', (byte) 0xC0, (byte) 0xAF, '"'}, {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'},
                {'"', (byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80, '"'}, {'"', (byte) 0xE2, (byte) 0x82, '"'},
                {'"', (byte) 0xFF, '"'}};
        for (byte[] bytes : broken) {
            assertThatThrownBy(() -> Json.read(bytes, Numbers.ALL_AS_TEXT)).isInstanceOf(Unreadable.class)
                    .hasMessage("the body is not UTF-8");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\\uD800\"", "\"\\uDC00\"", "\"\\uD800\\uD800\"", "\"\\uDC00\\uD800\"", "{\"\\uD800\":1}",
            "[\"a\\uD83Db\"]"})
    void halfACharacterIsRefused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(Unreadable.class).hasMessageContaining("surrogate");
    }

    @Test
    void aWholePairIsOneCharacter() throws Unreadable {
        assertThat(read("\"\\uD83D\\uDE00\"").asText()).isEqualTo("😀");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":1}", "{\"a\":1,\"\\u0061\":2}",
            "{\"o\":{\"x\":[{\"a\":1,\"b\":2,\"a\":3}]}}"})
    void aRepeatedMemberIsRefused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(Unreadable.class).hasMessageContaining("repeated");
    }

    @Test
    void nestingIsReadTo32AndRefusedAt33() throws Unreadable {
        assertThat(read("[".repeat(32) + "]".repeat(32)).isArray()).isTrue();
        assertThatThrownBy(() -> read("[".repeat(33) + "]".repeat(33))).isInstanceOf(Unreadable.class)
                .hasMessageContaining("deeper than 32");
        assertThatThrownBy(() -> read("{\"a\":".repeat(33) + "1" + "}".repeat(33))).isInstanceOf(Unreadable.class);
        assertThatThrownBy(() -> read("[".repeat(60_000))).isInstanceOf(Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t", "{} {}", "{}1", "{}]", "[1,]", "{\"a\":1,}", "{a:1}", "{'a':1}",
            "// x\n{}", "/**/{}",
            "NaN", "Infinity", "+1", "01", ".5", "1.", "0x1", "nul", "\"", "{\"a\"", "{\"a\":", "[1", "\"\u0001\"",
            "\"\\x\"",
            "#{}", "{}\u0000", "-"})
    void whatIsNotOneDocumentIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"pin\":\"4711-secret\" \"x\":1}", "{\"4711-secret\":1,\"4711-secret\":2}",
            "{\"a\": 4711-secret}",
            "[\"4711-secret\\uD800\"]", "{} \"4711-secret\"", "{\"a\":tru4711-secret}"})
    void aReasonQuotesNothingOfTheBody(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(Unreadable.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("4711").doesNotContain("secret")
                        .doesNotContain("tru"))
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource({"100.00", "1e2", "-0", "0.10", "123456789012345678.123456789012345678", "1E+3", "1.0"})
    void anAmountIsItsDigits(String number) throws Unreadable {
        JsonNode amount = read("{\"order\":{\"amount\":" + number + "}}").at("/order/amount");
        assertThat(amount.isTextual()).isTrue();
        assertThat(amount.asText()).isEqualTo(number);
    }

    @Test
    void otherNumbersOfARequestStayNumbers() throws Unreadable {
        JsonNode read = read("{\"amount\":1.50,\"order\":{\"cardId\":7,\"rate\":1.10,\"x\":{\"amount\":2.50}}}");
        assertThat(read.at("/order/cardId").isNumber()).isTrue();
        assertThat(read.at("/amount").isNumber()).isTrue();
        assertThat(read.at("/order/x/amount").isNumber()).isTrue();
        assertThat(Json.write(read)).as("and keep their digits").contains("1.50").contains("1.10").contains("2.50");
    }

    @Test
    void aNumberInMetadataStaysANumberSoThatTheRulesRefuseIt() throws Unreadable {
        assertThat(read("{\"metadata\":{\"amount\":5}}").at("/metadata/amount").isNumber()).isTrue();
    }

    @Test
    void aDocumentOfTooManyValuesIsUnreadable() throws Unreadable {
        assertThat(read("[0" + ",0".repeat(90_000) + "]")).hasSize(90_001);
        assertThatThrownBy(() -> read("[0" + ",0".repeat(100_000) + "]")).isInstanceOf(Unreadable.class)
                .hasMessageStartingWith("it has more than 100000 names and values");
    }

    @Test
    void everyNumberOfAProviderIsText() throws Unreadable {
        JsonNode read = Json.read("{\"code\":200,\"data\":{\"fee\":0.10,\"t\":1700000000000,\"ok\":true}}",
                Numbers.ALL_AS_TEXT);
        assertThat(read.at("/code").textValue()).isEqualTo("200");
        assertThat(read.at("/data/fee").textValue()).isEqualTo("0.10");
        assertThat(read.at("/data/t").textValue()).isEqualTo("1700000000000");
        assertThat(read.at("/data/ok").isBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-1e999999999", "1e-999999999", "1e99999999999999999999", "1e2147483648"})
    void aHugeNumberCostsNothing(String number) {
        costsLittle(() -> {
            for (Numbers numbers : Numbers.values()) {
                try {
                    Json.write(Json.sorted(Json.read("{\"order\":{\"cardId\":" + number + "}}", numbers)));
                } catch (Unreadable e) {
                    assertThat(e.getMessage()).doesNotContain("999999");
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e1001", "-1e-1001", "1e2000000000", "1.5e-2147483640"})
    void aNumberThatCouldNotBeWrittenOutIsUnreadable(String number) throws Unreadable {
        assertThatThrownBy(() -> read("{\"order\":{\"currency\":" + number + "}}")).isInstanceOf(Unreadable.class)
                .hasMessage("a number is out of all bounds");
        assertThat(read("{\"order\":{\"currency\":1e400}}").at("/order/currency").decimalValue()).isEqualTo("1E+400");
    }

    /** By the time of the processor, which is no longer where others have it meanwhile. */
    private static void costsLittle(Executable work) {
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadCpuTime();
            work.execute();
            assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - before)).isLessThan(Duration.ofSeconds(2));
        });
    }

    @Test
    void aNumberOfManyDigitsIsReadOrRefusedButNeverSlow() {
        costsLittle(() -> {
            try {
                read("{\"order\":{\"cardId\":" + "9".repeat(60_000) + "}}");
            } catch (Unreadable e) {
                assertThat(e.getMessage()).doesNotContain("999");
            }
        });
    }

    /** What is refused for another reason than being no JSON is not called that, and nothing of it is quoted. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void theReasonSaysWhatItIs(String reason, String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(Unreadable.class).hasNoCause().hasMessageStartingWith(reason)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(150).doesNotContain("nnn")
                        .doesNotContain("4711").doesNotContain("Stream"));
    }

    static Stream<Arguments> theReasonSaysWhatItIs() {
        return Stream.of(
                Arguments.of("a number has more than 1000 digits (line 1, column",
                        "{\"order\":{\"cardId\":" + "4711".repeat(300) + "}}"),
                Arguments.of("a number has more than 1000 digits",
                        "{\"order\":{\"amount\":" + "4711".repeat(300) + "}}"),
                Arguments.of("a number has more than 1000 digits", "-" + "4711".repeat(300)),
                Arguments.of("a number has more than 1000 digits", "[0." + "4711".repeat(300) + "]"),
                Arguments.of("a number has more than 1000 digits", "[1e" + "4711".repeat(300) + "]"),
                Arguments.of("a number is out of all bounds", "[1e4711471147114711]"),
                Arguments.of("a member's name is longer than 50000 characters", "{\"" + "n".repeat(50_001) + "\":1}"),
                Arguments.of("nesting is deeper than 32", "[".repeat(40)),
                Arguments.of("it has more than 100000 names and values", "[0" + ",0".repeat(100_000) + "]"),
                Arguments.of("a member is repeated", "{\"4711\":1,\"4711\":2}"),
                Arguments.of("NaN and Infinity are no numbers of JSON", "[NaN]"),
                Arguments.of("NaN and Infinity are no numbers of JSON", "{\"a\":-Infinity}"),
                Arguments.of("it begins with a byte order mark", "\uFEFF{}"),
                Arguments.of("it holds characters of number zero", "{\0\"\0a\0\"\0"),
                Arguments.of("it holds characters of number zero", "{\"a\":\"4711\0\"}"),
                Arguments.of("there is something after the JSON document", "{} 4711nnn"),
                Arguments.of("there is something after the JSON document", "{}]"),
                Arguments.of("there is more than one JSON document", "{} \"nnn\""),
                Arguments.of("the JSON ends too early", "{\"4711\":\"nnn"),
                Arguments.of("the JSON ends too early", "{\"a\":[1,"),
                Arguments.of("a text holds half a character", "[\"\\ud800\"]"),
                Arguments.of("a text holds a control character", "[\"4711\n\"]"),
                Arguments.of("a text holds an escape that JSON does not know", "[\"\\x4711\"]"),
                Arguments.of("a number begins with a zero", "[04711]"),
                Arguments.of("it has a slash outside of its texts", "{} // nnn".substring(3)),
                Arguments.of("it is not JSON", "['nnn']"),
                Arguments.of("it is not JSON", "Duplicate field nnn"),
                Arguments.of("the body is empty", " "));
    }

    @Test
    void anEncodingOfTwoBytesACharacterIsNamed() {
        byte[] unmarked = "{\"a\":1}".getBytes(StandardCharsets.UTF_16LE);
        assertThatThrownBy(() -> Json.read(unmarked, Numbers.KEPT)).hasMessageContaining("UTF-16");
    }

    @ParameterizedTest
    @CsvSource({"UTF-8,true", "UTF-16BE,true", "UTF-16LE,true", "UTF-32BE,true", "UTF-32LE,true", "UTF-8,false",
            "UTF-16,false",
            "UTF-16LE,false", "ISO-8859-1,false", "windows-1252,false", "UTF-32,false"})
    void anAnswerIsReadByItsMarkElseAsItIsDeclared(String name, boolean marked) throws Unreadable {
        Charset charset = Charset.forName(name);
        byte[] bytes = ((marked ? "\uFEFF" : "") + "{\"état\":\"payé\"}").getBytes(charset);
        Charset declared = marked ? StandardCharsets.ISO_8859_1 : charset;
        assertThat(Json.answer(bytes, declared, Numbers.ALL_AS_TEXT).toString()).isEqualTo("{\"état\":\"payé\"}");
        if (marked || name.equals("UTF-8") || name.equals("UTF-16")) {
            assertThat(Json.answer(bytes, null, Numbers.ALL_AS_TEXT).toString()).isEqualTo("{\"état\":\"payé\"}");
        } else {
            assertThatThrownBy(() -> Json.answer(bytes, null, Numbers.ALL_AS_TEXT)).isInstanceOf(Unreadable.class);
        }
    }

    @Test
    void anAnswerIsNotReadAroundItsMistakes() {
        for (String name : new String[]{"UTF-8", "UTF-16", "US-ASCII"}) {
            byte[] bytes = {'{', '"', 'a', '"', ':', '"', (byte) 0xE9, '"', '}'};
            assertThatThrownBy(() -> Json.answer(bytes, Charset.forName(name), Numbers.KEPT))
                    .isInstanceOf(Unreadable.class);
        }
        assertThatThrownBy(() -> Json.answer(new byte[0], null, Numbers.KEPT)).isInstanceOf(Unreadable.class);
        assertThatThrownBy(() -> Json.answer("{\"a\":1,\"a\":1}".getBytes(), null, Numbers.KEPT))
                .hasMessageContaining("repeated");
        assertThatThrownBy(() -> Json.answer("{\"a\":01}".getBytes(), null, Numbers.KEPT))
                .isInstanceOf(Unreadable.class);
        assertThatThrownBy(() -> Json.answer("{\"a\":1,}".getBytes(), null, Numbers.KEPT))
                .isInstanceOf(Unreadable.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            NaN          | NaN
            -Infinity    | -Infinity
            Infinity     | Infinity
            "a\\ud800b"  | a\ud800b
            "a\\u0000b"  | a\u0000b
            "a\tb"       | a\tb
            1e-99999     | 1e-99999
            1E4711471147 | 1E4711471147
            """)
    void whatOneValueOfAnAnswerHoldsIsNoReasonNotToReadTheOthers(String value, String read) throws Unreadable {
        for (Numbers numbers : new Numbers[]{Numbers.ALL_AS_TEXT, Numbers.KEPT}) {
            JsonNode answer = Json.answer(("{\"x\":[" + value + "],\"status\":\"8\"}").getBytes(StandardCharsets.UTF_8),
                    null, numbers);
            assertThat(answer.path("status").asText()).isEqualTo("8");
            assertThat(answer.at("/x/0").textValue()).isEqualTo(read);
        }
        assertThatThrownBy(() -> Json.read("[" + value.replace("\\u0000", "\\ud800") + "]", Numbers.KEPT))
                .as("a request").isInstanceOf(Unreadable.class);
    }

    @Test
    void whatSluiceWritesItselfKeepsItsNumbersWhenItReadsThemAgain() throws Unreadable {
        String written = Json.write(read("{\"order\":{\"rate\":0.10,\"big\":12345678901234567890.123456789}}"));
        assertThat(Json.write(Json.own(written))).isEqualTo(written);
    }

    @Test
    void equalDocumentsHaveEqualTextsWhateverTheirOrder() throws Unreadable {
        assertThat(Json.write(Json.sorted(read("{\"b\":[{\"y\":1,\"x\":2}],\"a\":null}"))))
                .isEqualTo(Json.write(Json.sorted(read("{\"a\":null, \"b\":[{\"x\":2,\"y\":1}]}"))));
        assertThat(Json.write(Json.sorted(read("[1,2]")))).isNotEqualTo(Json.write(Json.sorted(read("[2,1]"))));
    }

    private static JsonNode read(String text) throws Unreadable {
        return Json.read(text, Numbers.AMOUNT_AS_TEXT);
    }
}
