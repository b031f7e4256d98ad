package dev.sandi.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A connection for each thread, until it breaks: a new one each time would be most of a test. */
final class ThreadConnections extends AbstractDataSource implements AutoCloseable {

  private final String url;
  private final String user;
  private final String password;
  private final Queue<SingleConnectionDataSource> opened = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<SingleConnectionDataSource> mine = ThreadLocal.withInitial(this::open);

  ThreadConnections(String url, String user, String password) {
    this.url = url;
    this.user = user;
    this.password = password;
  }

  private SingleConnectionDataSource open() {
    var source = new SingleConnectionDataSource(url, user, password, true);
    opened.add(source);
    return source;
  }

  @Override
  public Connection getConnection() throws SQLException {
    try {
      return mine.get().getConnection();
    } catch (SQLException e) {
      mine.get().resetConnection();
      return mine.get().getConnection();
    }
  }

  @Override
  public Connection getConnection(String username, String other) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    opened.forEach(SingleConnectionDataSource::destroy);
  }
}
