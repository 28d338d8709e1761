package dev.sluice.sandbox;

import java.math.BigDecimal;
import java.util.Optional;

/** What a payin or payout has to have; everything in it is text. */
final class AeternaParameters {

    private AeternaParameters() {
    }

    /** The name of a parameter that is missing or wrong, or empty. */
    static Optional<String> wrong(FlatBody body) {
        if (body.string("order_id").filter(id -> id.matches("[A-Za-z0-9._:-]{1,64}")).isEmpty()) {
            return Optional.of("order_id");
        }
        if (body.string("amount").filter(amount -> amount.matches("\\d{1,18}(\\.\\d{1,18})?")
                && new BigDecimal(amount).signum() > 0).isEmpty()) {
            return Optional.of("amount");
        }
        if (body.string("currency").filter(currency -> currency.matches("[A-Z]{3,5}")).isEmpty()) {
            return Optional.of("currency");
        }
        return body.names().stream().filter(name -> body.string(name).isEmpty()).findFirst();
    }
}
