package dev.sandi.processor.check;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A data source that counts what is executed through it: one each is a round trip. */
final class CountedStatements {

  private final AtomicInteger count = new AtomicInteger();

  DataSource over(DataSource source) {
    return wrap(DataSource.class, source);
  }

  int count() {
    return count.get();
  }

  private <T> T wrap(Class<T> type, T target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (target instanceof Statement && method.getName().startsWith("execute")) {
                count.incrementAndGet();
              }
              try {
                Object result = method.invoke(target, arguments);
                if (result instanceof Connection connection) {
                  return wrap(Connection.class, connection);
                }
                return result instanceof PreparedStatement statement
                    ? wrap(PreparedStatement.class, statement)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
