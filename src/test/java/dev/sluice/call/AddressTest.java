package dev.sluice.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.json.Json;
import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.Provider;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    private final CamelContext camel = new DefaultCamelContext();
    private final Provider messagehub = GivenProviders.shipped(Map.of()).get("messagehub");

    /**
     * Camel's HTTP client looks up what stands in braces in an address: settings, the environment, beans
     * (CVE-2026-78164).
     */
    @ParameterizedTest
    @ValueSource(strings = {"{{sluice.broker.password}}", "{{env:HOME}}", "{{bean:ledger.close}}", "{{?x}}", "a{{",
            "}}"})
    void nothingThatARequestHoldsIsLookedUpInAnAddress(String text) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.setVariable("otpId", text);
        exchange.setVariable("query", Json.object().put("a" + text, text));

        assertThat(Address.of(messagehub.calls().get("verify"), exchange, Json.object(), name -> null))
                .startsWith("/otp/v3/validate/")
                .doesNotContain("{", "}");
    }
}
