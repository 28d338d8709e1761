package dev.sluice.sandbox;

import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/** The bodies of top-up and card request, plain or in the wrapper {@code key_version, salt, data}. */
final class HtpBodies {

    private static final Set<String> WRAPPER = Set.of("key_version", "salt", "data");

    private final HtpKeys keys;

    HtpBodies(HtpKeys keys) {
        this.keys = keys;
    }

    /** Fields beside the wrapper join the decrypted ones; empty where there is no telling, or one is given twice. */
    Optional<FlatBody> of(RoutingContext context) {
        Optional<FlatBody> outer = FlatBody.of(context);
        if (outer.isEmpty() || WRAPPER.stream().noneMatch(outer.get().names()::contains)) {
            return outer;
        }
        if (WRAPPER.stream().anyMatch(name -> outer.get().string(name).isEmpty())) {
            return Optional.empty();
        }
        return keys.open(outer.get().needed("key_version"), outer.get().needed("salt"), outer.get().needed("data"))
                .flatMap(FlatBody::parse).flatMap(inner -> inner.with(outer.get().without(WRAPPER)));
    }

    /** The name of what is missing, wrong or too much in a top-up, or empty. */
    static Optional<String> wrongTopUp(FlatBody body) {
        if (body.number("amount").filter(HtpBodies::isAmount).isEmpty()) {
            return Optional.of("amount");
        }
        if (body.text("card_id") == null || !body.text("card_id").matches("\\d{1,18}")) {
            return Optional.of("card_id");
        }
        return unknown(body, Set.of("amount", "card_id"));
    }

    /** The same of a card request; a post code may be the number or the text that its two pages ask for. */
    static Optional<String> wrongCardRequest(FlatBody body) {
        if (body.string("card_type").filter(Set.of("VIRTUAL", "PHYSICAL")::contains).isEmpty()) {
            return Optional.of("card_type");
        }
        if (body.text("country_id") == null || !body.text("country_id").matches("\\d{1,9}")) {
            return Optional.of("country_id");
        }
        if (body.string("address").filter(address -> !address.isBlank()).isEmpty()) {
            return Optional.of("address");
        }
        if (body.text("post_code") == null || !body.text("post_code").matches("\\d{4,10}")) {
            return Optional.of("post_code");
        }
        return unknown(body, Set.of("card_type", "country_id", "address", "post_code"));
    }

    private static boolean isAmount(String number) {
        return number.length() <= 37 && new BigDecimal(number).signum() > 0;
    }

    private static Optional<String> unknown(FlatBody body, Set<String> known) {
        return body.names().stream().filter(name -> !known.contains(name)).findFirst();
    }
}
