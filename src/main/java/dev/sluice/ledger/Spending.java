package dev.sluice.ledger;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/**
 * What an order comes to, of all that its account may give on a day (UTC). It is counted with the request's first claim,
 * once, and stays counted whatever becomes of it.
 *
 * @param unit   what the amount is in
 * @param amount of this order
 * @param most   of all of a day together
 */
public record Spending(String provider, String account, String unit, BigDecimal amount, BigDecimal most) {

    private static final int KEPT_DAYS = 7;
    private static final String OF_THE_DAY = " WHERE provider = ? AND account = ? AND unit = ? AND day = ?";

    /** Counts it in the transaction of the claim, where the day has room for it. */
    boolean fits(Sql sql, long now) throws SQLException {
        long day = TimeUnit.MILLISECONDS.toDays(now);
        if (sql.update("INSERT INTO daily_amount (provider, account, unit, day, amount) VALUES (?, ?, ?, ?, '0')"
                + " ON CONFLICT DO NOTHING", provider, account, unit, day) == 1) {
            sql.update("DELETE FROM daily_amount WHERE day < ?", day - KEPT_DAYS);
        }
        // Whoever counts at the same time waits here, and then reads what the other counted.
        sql.update("UPDATE daily_amount SET amount = amount" + OF_THE_DAY, provider, account, unit, day);
        BigDecimal sum = new BigDecimal(
                sql.query(row -> row.getString(1), "SELECT amount FROM daily_amount" + OF_THE_DAY, provider, account,
                        unit, day).get(0))
                .add(amount);
        return sum.compareTo(most) <= 0 && sql.update("UPDATE daily_amount SET amount = ?" + OF_THE_DAY,
                sum.toPlainString(), provider, account, unit, day) == 1;
    }
}
