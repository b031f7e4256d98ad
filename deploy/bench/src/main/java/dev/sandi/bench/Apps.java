package dev.sandi.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sandi.local.LocalPostgres;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

/** The apps that ask, put into the database as nobody but a benchmark does. */
final class Apps {

  /** May ask as much as it can. Its quota is counted like any other. */
  static final App UNLIMITED = new App("bench", "key-of-the-unlimited-app", 1_000_000);

  /** Asks far more often than it may. */
  static final App GREEDY = new App("greedy", "key-of-the-greedy-app", 1);

  private static final String APP =
      """
      insert into ingress.apps (id, name, requests_per_second, created_at, changed_at)
      values (?, ?, ?, now(), now())
      """;

  private static final String QUOTA =
      """
      update ingress.usage set quota = 1000000000 where app_id = ?
      """;

  private static final String KEY =
      """
      insert into ingress.api_keys (id, app_id, prefix, hash, created_at)
      values (?, ?, 'key-of-', ?, now())
      """;

  private Apps() {}

  /**
   * An app with its only key.
   *
   * @param perSecond requests that it may make in a second
   */
  record App(String id, String key, int perSecond) {

    Map<String, String> headers() {
      return Map.of("App-ID", id, "API-Key", key);
    }
  }

  static void addTo(LocalPostgres postgres) {
    try (var connection = postgres.superuser();
        // The trigger on apps names its tables as the ingress does.
        var search = connection.createStatement();
        var app = connection.prepareStatement(APP);
        var quota = connection.prepareStatement(QUOTA);
        var key = connection.prepareStatement(KEY)) {
      search.execute("set search_path = ingress");
      for (App one : new App[] {UNLIMITED, GREEDY}) {
        app.setString(1, one.id());
        app.setString(2, one.id());
        app.setInt(3, one.perSecond());
        app.executeUpdate();
        quota.setString(1, one.id());
        quota.executeUpdate();
        key.setObject(1, UUID.randomUUID());
        key.setString(2, one.id());
        key.setBytes(3, sha256(one.key()));
        key.executeUpdate();
      }
    } catch (SQLException e) {
      throw new BenchmarkFailure("The apps cannot be added: " + e.getMessage(), e);
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java runtime", e);
    }
  }
}
