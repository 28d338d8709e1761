package dev.sluice.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.GivenProviders;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By which methods something may be delivered; the rest is refused before anybody counts it. */
class PlaceTest {

    @Test
    void whatComesByAnotherMethodIsNotToldOfAKey() {
        Place place = Objects.requireNonNull(Place.at("/webhooks/hambit/default", GivenProviders.shipped(Map.of())));

        assertThat(place.unlike("GET"))
                .isEqualTo("it is no challenge, and came by GET, where webhook.method is POST");
    }

    @ParameterizedTest
    @CsvSource({
            "/webhooks/hambit/default,    POST, true",
            "/webhooks/hambit/default,    GET,  false",
            "/webhooks/hambit/default,    PUT,  false",
            "/webhooks/aeterna/default,   POST, true",
            "/webhooks/aeterna/default,   GET,  true",
            "/webhooks/nobody/default,    GET,  true",
            "/webhooks/nobody/default,    HEAD, false",
            "/webhooks,                   GET,  false",
            "/webhooksandmore,            GET,  false"})
    void whoDeliversToNoAccountIsToldSoByEitherMethod(String path, String method, boolean taken) {
        assertThat(Place.takes(path, method, GivenProviders.shipped(Map.of()))).isEqualTo(taken);
    }
}
