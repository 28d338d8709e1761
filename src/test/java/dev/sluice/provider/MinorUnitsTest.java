package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MinorUnitsTest {

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            12.50, USD, 1250, 12.50
            12.5, USD, 1250, 12.50
            12, USD, 1200, 12.00
            0.01, USD, 1, 0.01
            0.010, USD, 1, 0.01
            999999999999999999.99, USD, 99999999999999999999, 999999999999999999.99
            12.505, USD, -, -
            1000, JPY, 1000, 1000
            1000.00, JPY, 1000, 1000
            1000.5, JPY, -, -
            0.000000000000000001, ETH, 1, 0.000000000000000001
            12, EUR, -, -
            1e400, USD, -, -
            x, USD, -, -
            """)
    void theAmountIsGivenWholeOrNotAtAll(String amount, String currency, String minor, String fixed) throws Unreadable {
        MinorUnits units = MinorUnits.of(Json.read("{\"USD\": 2, \"JPY\": 0, \"ETH\": 18}", Json.Numbers.KEPT));
        ObjectNode request = Json.object();
        request.putObject("order").put("amount", amount).put("currency", currency);
        String fault = units.fault(request);
        units.put(request);
        assertThat(request.path("minorAmount").asText(null)).isEqualTo(minor);
        assertThat(request.path("fixedAmount").asText(null)).isEqualTo(fixed);
        assertThat(fault == null).isEqualTo(minor != null);
    }
}
