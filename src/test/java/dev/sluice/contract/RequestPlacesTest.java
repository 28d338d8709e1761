package dev.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.config.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a provider's file names of a request, a request can have: else a check would be off, or a field left out,
 * unseen.
 */
class RequestPlacesTest {

    private static final String SOUND = """
            family: orders
            credentials: [key]
            headers: {X-Key: "{credential:key}"}
            signature: {message: {template: "{field:order_no}{timestamp}"}}
            places: {status: /state, echo: {amount: /amount, number: /number, note: /note}}
            operations:
              pay:
                lost: ask
                ask: payment
                echo: {amount: .order.amount, number: .requestId, note: .order.fields.note}
                numbers: [amount]
                body: {order_no: "{requestId}", amount: "{order.amount}", to: {name: "{order.payee.name}"}, hook: "{webhookUrl}", till: "{expiresAt}", text: "{order.fields.note}"}
                fields:
                  type: object
                  additionalProperties: false
                  properties:
                    amount: {$ref: "common.schema.json#/$defs/amount"}
                    payee: {type: object, properties: {name: {type: string}}}
                    fields: {$ref: "common.schema.json#/$defs/freeFields"}
                  oneOf: [{properties: {iban: {type: string}}}, {required: [payee]}]
              refund:
                lost: person
                ask: payment
                about: {field: order, operations: [pay]}
                body: {order_no: "{earlier.providerReference}", phone: "{order.phone}"}
                echo: {}
                fields:
                  type: object
                  additionalProperties: false
                  properties:
                    order: {$ref: "common.schema.json#/$defs/requestId"}
                    phone: {$ref: "common.schema.json#/$defs/mobile"}
            calls:
              payment: {body: {order_no: "{requestId}", reference: "{providerReference}"}}
            """;

    @TempDir
    private Path folder;

    @Test
    void whatARequestCanHaveMayBeNamed() {
        assertThatCode(() -> contract(SOUND)).doesNotThrowAnyException();
        assertThatCode(() -> contract(SOUND.replace(".order.amount,", ".order.iban,"))).doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            .order.amount,           | .order.amout,                    | operations.pay.echo.amount | names order.amout
            .order.amount,           | order.amount,                    | operations.pay.echo.amount | must be a place in the request such as .order.amount
            .order.amount,           | "",                              | operations.pay.echo.amount | must be a place in the request
            .order.amount,           | .amount,                         | operations.pay.echo.amount | names amount
            .order.amount,           | .order,                          | operations.pay.echo.amount | names order
            .order.amount,           | .order.payee,                    | operations.pay.echo.amount | names order.payee
            .order.amount,           | .order.amount.value,             | operations.pay.echo.amount | names order.amount.value
            .order.amount,           | .metadata.amount,                | operations.pay.echo.amount | names metadata.amount
            .order.amount,           | .order.fields.1note,             | operations.pay.echo.amount | names order.fields.1note
            echo: {amount: .order    | echo: {amuont: .order            | operations.pay.echo.amuont | is never compared
            "{order.amount}"         | "{order.amuont}"                 | operations.pay.body.amount | names order.amuont
            "{order.amount}"         | "{order.amount }"                | operations.pay.body.amount | has braces that are no place
            "{order.amount}"         | "{earlier.requestId}"            | operations.pay.body.amount | names earlier.requestId
            "{order.amount}"         | "{credential:kay}"               | operations.pay.body.amount | names {credential:kay}
            {order.payee.name}       | {order.payee.nam}                | operations.pay.body.to.name | names order.payee.nam
            {order.fields.note}      | {order.field.note}               | operations.pay.body.text | names order.field.note
            numbers: [amount]        | numbers: [amuont]                | operations.pay.numbers | names amuont
            numbers: [amount]        | numbers: [/amount/value]         | operations.pay.numbers | names /amount/value
            {order_no: "{requestId}", amount | {amount                  | operations.pay.body | has no order_no, which the signature needs
            about: {field: order     | about: {field: ordr              | operations.refund.about.field | names order.ordr
            operations: [pay]        | operations: [pya]                | operations.refund.about.operations | names pya
            {order_no: "{requestId}", reference | {order_no: "{requestID}", reference | calls.payment.body.order_no | names requestID
            {order_no: "{requestId}", reference | {order_no: "{order.phone}", reference | calls.payment.body | names {order.phone}, which the ledger keeps masked
            {order_no: "{requestId}", reference | {order_no: "{requestId", reference | calls.payment.body.order_no | has braces that are no place
            "{credential:key}"       | "{credential:kee}"               | headers.X-Key | names {credential:kee}
            "{credential:key}"       | "{requestId}"                    | headers.X-Key | names requestId, which is no credential
            {name: {type: string}}   | {name: {type: string, x-ledger: never}} | operations.pay.fields | has x-ledger at payee.name
            echo: {}                 | echo: {amount: .order.phone}     | operations.refund.echo.amount | cannot be compared
            """)
    void aPlaceThatNoRequestHasIsRefused(String sound, String wrong, String key, String reason) {
        assertThat(SOUND).contains(sound.strip());
        WrongFields refused = catchThrowableOfType(WrongFields.class,
                () -> contract(SOUND.replace(sound.strip(), wrong.strip())));
        assertThat(refused).isNotNull();
        assertThat(refused.all()).anySatisfy(one -> {
            assertThat(one.key()).isEqualTo(key);
            assertThat(one.reason()).startsWith(reason);
        });
        assertThat(refused.getMessage().lines()).hasSize(refused.all().size());
    }

    @Test
    void aFieldOfAPartIsSoughtInTheBodyToo() {
        String file = SOUND.replace("{template: \"{field:order_no}{timestamp}\"}",
                "{template: \"{part:p}\"}, parts: {p: {concat: [\"{field:order_id}\"]}}");
        WrongFields refused = catchThrowableOfType(WrongFields.class, () -> contract(file));
        assertThat(refused.all()).anySatisfy(one -> assertThat(one.reason())
                .startsWith("has no order_id, which the signature needs"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{concat: [\"{field:order_no}\", {each: {in: order_no, of: \"{field:id}\"}}]}",
            "{template: \"{field:to.name}\"}"})
    void fieldsOfItemsAndOfXmlAreNotSoughtInTheBody(String message) {
        String file = SOUND.replace("{template: \"{field:order_no}{timestamp}\"}", message);
        if (message.contains("to.name")) {
            file = file.replaceAll("body: \\{.*}\\n", "body: \"<to><name>{requestId}</name></to>\"\n")
                    .replaceFirst("reference: .*}}}", "").replaceFirst("payment: \\{body: .*", "payment: {}")
                    .replaceFirst(" *numbers: .*\n", "");
        }
        String given = file;
        assertThatCode(() -> contract(given)).doesNotThrowAnyException();
    }

    /** But for an order that may be sent again from the ledger. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            person | photo: {type: string}                   | is of the field photo, which the ledger would keep whole
            repeat | photo: {type: string, x-ledger: masked} | is of the field photo, which the ledger would keep whole
            person | photo: {type: string, x-ledger: never}  | -
            ask    | photo: {type: string}                   | -
            """)
    void aFileIsNotKept(String lost, String field, String told) {
        String file = SOUND.replace("    lost: ask\n", "    lost: " + lost + "\n    files: {amount: {name: a.jpg}}\n")
                .replace("amount: \"{order.amount}\"", "amount: \"{order.photo}\"")
                .replaceFirst("(?m)^(\\s+)(amount: \\{\\$ref.*)$", "$1$2\n$1" + field);
        if (told == null) {
            assertThatCode(() -> contract(file)).doesNotThrowAnyException();
            return;
        }
        WrongFields refused = catchThrowableOfType(WrongFields.class, () -> contract(file));
        assertThat(refused.all()).singleElement().satisfies(one -> {
            assertThat(one.key()).isEqualTo("operations.pay.files.amount");
            assertThat(one.reason()).startsWith(told);
        });
    }

    /** Of an order that the provider does not know, no more is left to send again than the ledger keeps. */
    @ParameterizedTest
    @CsvSource({"mobile", "pin", "licenceKey"})
    void anOperationWhoseFieldsAreMaskedIsNotSentAgainFromTheLedger(String secret) {
        String fields = SOUND.replaceFirst("(?m)^(\\s+)(amount: \\{\\$ref.*)$", "$1$2\n$1secret: {\\$ref:"
                + " \"common.schema.json#/\\$defs/" + secret + "\"}");
        WrongFields refused = catchThrowableOfType(WrongFields.class, () -> contract(fields));
        assertThat(refused.all()).singleElement().satisfies(one -> {
            assertThat(one.key()).isEqualTo("operations.pay.lost");
            assertThat(one.reason()).startsWith("cannot be ask").contains("order.secret");
        });
        assertThatCode(() -> contract(fields.replace("lost: ask", "lost: person"))).doesNotThrowAnyException();
        assertThatCode(() -> contract(fields.replace("lost: ask", "lost: repeat"))).doesNotThrowAnyException();
    }

    /** What is made of a masked amount would be another one later. */
    @Test
    void anAmountInMinorUnitsIsMaskedAsItsAmountIs() {
        String file = SOUND.replace(".order.amount, number", ".minorAmount, number")
                .replace("lost: ask", "lost: person")
                .replace("{order_no: \"{requestId}\", reference",
                        "{a: \"{minorAmount}\", order_no: \"{requestId}\", reference");
        assertThatCode(() -> contract(file)).doesNotThrowAnyException();
        WrongFields refused = catchThrowableOfType(WrongFields.class,
                () -> contract(file.replace("/$defs/amount\"}", "/$defs/amount\", x-ledger: masked}")));
        assertThat(refused.all()).extracting(WrongFields.Wrong::key)
                .containsExactlyInAnyOrder("operations.pay.echo.amount", "calls.payment.body");
    }

    private Contract contract(String file) throws IOException {
        Path path = folder.resolve("shop.yaml");
        Files.writeString(path, file);
        return new Contract("contract", Map.of("shop", new YamlFile(path).tree()));
    }
}
