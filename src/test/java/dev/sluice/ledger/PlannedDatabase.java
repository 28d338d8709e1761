package dev.sluice.ledger;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A database that is asked, before each statement, how it would run it; the answers are the plans. */
final class PlannedDatabase implements Database {

    private final Database database;
    private final String explain;
    private final Map<String, String> plans = new LinkedHashMap<>();

    PlannedDatabase(Database database, String explain) {
        this.database = database;
        this.explain = explain;
    }

    /** By statement. */
    Map<String, String> plans() {
        return plans;
    }

    @Override
    public <T> T write(Work<T> work) {
        return database.write(sql -> work.on(new Sql(planned(sql.connection))));
    }

    @Override
    public <T> T read(Work<T> work) {
        return database.read(sql -> work.on(new Sql(planned(sql.connection))));
    }

    @Override
    public long bytes(Sql sql) throws SQLException {
        return database.bytes(sql);
    }

    private Connection planned(Connection connection) {
        return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{Connection.class},
                (proxy, method, arguments) -> {
                    Object result = call(connection, method, arguments);
                    return method.getName().equals("prepareStatement")
                            ? planned(connection, (PreparedStatement) result, (String) arguments[0]) : result;
                });
    }

    private PreparedStatement planned(Connection connection, PreparedStatement statement, String sql)
            throws SQLException {
        PreparedStatement asked = connection.prepareStatement(explain + sql);
        return (PreparedStatement) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{PreparedStatement.class}, (proxy, method, arguments) -> {
                    if (method.getName().startsWith("set")) {
                        call(asked, method, arguments);
                    } else if (method.getName().startsWith("execute")) {
                        keep(sql, asked);
                    }
                    return call(statement, method, arguments);
                });
    }

    private void keep(String sql, PreparedStatement asked) throws SQLException {
        StringBuilder plan = new StringBuilder(sql).append('\n');
        try (var rows = asked.executeQuery()) {
            while (rows.next()) {
                plan.append(rows.getString(rows.getMetaData().getColumnCount())).append('\n');
            }
        }
        plans.put(sql, plan.toString());
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
