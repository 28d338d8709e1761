package dev.sluice.ledger;

import java.math.BigDecimal;
import java.sql.SQLException;

/**
 * What an order comes to, of all that its account may give on a day (UTC). It is counted with the request's first claim,
 * once, and stays counted whatever becomes of it.
 *
 * @param unit   what the amount is in
 * @param amount of this order
 * @param most   of all of a day together
 */
public record Spending(String provider, String account, String unit, BigDecimal amount, BigDecimal most) {

    private static final String OF_THE_DAY = " WHERE provider = ? AND account = ? AND unit = ? AND day = ?";

    /** Whether the day has room for it as yet, which counts nothing. */
    boolean mayFit(Sql sql, long day) throws SQLException {
        return sumWith(sql, day).compareTo(most) <= 0;
    }

    /** Counts it in the transaction of the claim, where the day has room for it. */
    boolean fits(Sql sql, long day) throws SQLException {
        sql.update("INSERT INTO daily_amount (provider, account, unit, day, amount) VALUES (?, ?, ?, ?, '0')"
                + " ON CONFLICT DO NOTHING", provider, account, unit, day);
        // Whoever counts at the same time waits here, and then reads what the other counted.
        sql.update("UPDATE daily_amount SET amount = amount" + OF_THE_DAY, provider, account, unit, day);
        BigDecimal sum = sumWith(sql, day);
        return sum.compareTo(most) <= 0 && sql.update("UPDATE daily_amount SET amount = ?" + OF_THE_DAY,
                sum.toPlainString(), provider, account, unit, day) == 1;
    }

    private BigDecimal sumWith(Sql sql, long day) throws SQLException {
        return sql.query(row -> new BigDecimal(row.getString(1)), "SELECT amount FROM daily_amount" + OF_THE_DAY,
                provider, account, unit, day).stream().reduce(amount, BigDecimal::add);
    }
}
