package dev.sandi.deploy;

import dev.sandi.local.LocalFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;

/** Whether what is not ours to start is there: the services would wait for it for a long time. */
final class Reachability {

  private static final int LIMIT_SECONDS = 5;

  private Reachability() {}

  static void check(DatabaseAddress database) {
    var user = database.user().orElse("sandi_ingress");
    DriverManager.setLoginTimeout(LIMIT_SECONDS);
    try {
      DriverManager.getConnection(database.url(), user, database.password()).close();
    } catch (SQLException e) {
      throw new LocalFailure(
          "The database of SANDI_DB_URL does not let %s in (%s): set SANDI_DB_URL, SANDI_DB_USER and SANDI_DB_PASSWORD, or leave them out for one of our own."
              .formatted(user, String.valueOf(e.getMessage()).replaceAll("\\s+", " ")),
          e);
    }
  }

  static void check(String bootstrapServers) {
    if (Arrays.stream(bootstrapServers.split(",")).noneMatch(Reachability::answers)) {
      throw new LocalFailure(
          "No Kafka answers at %s: set SANDI_KAFKA_BOOTSTRAP to <host>:<port>, or leave it out for one of our own."
              .formatted(bootstrapServers));
    }
  }

  private static boolean answers(String server) {
    var colon = server.lastIndexOf(':');
    try (var socket = new Socket()) {
      var port = Integer.parseInt(server.substring(colon + 1).strip());
      socket.connect(
          new InetSocketAddress(server.substring(0, Math.max(0, colon)).strip(), port),
          LIMIT_SECONDS * 1000);
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
