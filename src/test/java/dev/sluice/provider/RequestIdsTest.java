package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a provider is given as the number of an order. */
class RequestIdsTest {

    /** To the letter: an order that was sent before a ledger was lost is the same order after it. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            12, -,             0, ldhjbl2a6rfw
            12, -,             1, df7wlhr2k0kq
            12, A-Z0-9,        0, LDHJBL2A6RFW
            20, 0-9,           0, 33608226202428508938
            64, A-Za-z0-9,     0, ldhjbl2a6rfwptnarxh7nzux1
            64, 0-9a-f_-,      0, 9bdd54830648e0860f049a8085622839
            """)
    void aRequestIdThatTheProviderDoesNotTakeHasAShortForm(int longest, String characters, int nth, String number) {
        assertThat(ids(longest, characters, true).orderNumber("ord_of-2026-11-22.000017:a", nth)).isEqualTo(number);
    }

    @Test
    void oneThatItTakesIsSentAsItIsAndElseOthersThatAllDiffer() {
        RequestIds ids = ids(12, "a-z0-9", true);
        assertThat(ids.orderNumber("ord17", 0)).isEqualTo("ord17");
        assertThat(IntStream.range(0, 1_000).mapToObj(nth -> ids.orderNumber("ord17", nth))).doesNotHaveDuplicates()
                .allMatch(number -> number.equals("ord17") || number.matches("[a-z0-9]{12}"));
        assertThat(ids.fault("of 2026-11-22.000017")).isNull();
    }

    @Test
    void withoutShortFormsOneThatItDoesNotTakeIsRefusedAndOneThatCameBeforeIsStillItself() {
        RequestIds ids = ids(4, "a-z", false);
        assertThat(ids.fault("r-1")).isEqualTo("requestId: must be made of a-z for this provider");
        assertThat(ids.orderNumber("r-1", 0)).isEqualTo("r-1");
        assertThatThrownBy(() -> ids.orderNumber("r-1", 1)).hasMessage("there are not enough order numbers");
    }

    /** Whatever the provider takes: another tenant's may be the same, and was perhaps, before it was pruned. */
    @Test
    void aTenantsRequestIsNeverSentAsItsRequestIdAndNeverAsAnothers() {
        RequestIds ids = ids(64, null, false);
        assertThat(List.of(ids.orderNumber("r-1", 0), ids.orderNumber("acme/r-1", 0), ids.orderNumber("beta/r-1", 0),
                ids.orderNumber("acme/r-1", 1))).doesNotHaveDuplicates();
        assertThat(ids.orderNumber("acme/r-1", 0)).matches("[a-z0-9]+").isEqualTo(ids.orderNumber("acme/r-1", 0));
        assertThat(ids(12, "a-z0-9", false).fault("acme/r-1")).isNull();
        assertThat(ids(12, "a-z0-9", false).orderNumber("acme/r-1", 0)).matches("[a-z0-9]{12}");
        assertThat(ids(6, "0-9", false).isRoomy()).isFalse();
    }

    private static RequestIds ids(int longest, String characters, boolean shortens) {
        ObjectNode node = Json.object().put("max-length", longest).put("short-form", shortens);
        if (characters != null) {
            node.put("characters", characters);
        }
        return RequestIds.of(node);
    }
}
