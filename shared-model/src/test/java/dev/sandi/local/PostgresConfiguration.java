package dev.sandi.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The server's settings, written anew at each start. What is on disk is as safe as in production.
 */
record PostgresConfiguration(int port, Map<String, String> overrides) {

  void writeTo(Path data) throws IOException {
    var settings = new TreeMap<String, String>();
    settings.put("listen_addresses", Loopback.HOST);
    settings.put("port", String.valueOf(port));
    settings.put("unix_socket_directories", "");
    settings.put("max_connections", "100");
    settings.put("shared_buffers", "128MB");
    settings.put("max_wal_size", "1GB");
    settings.put("fsync", "on");
    settings.put("synchronous_commit", "on");
    settings.put("timezone", "UTC");
    settings.put("log_timezone", "UTC");
    settings.put("log_checkpoints", "off");
    settings.put("log_line_prefix", "%m [%p] %u ");
    settings.putAll(overrides);
    Files.writeString(
        data.resolve("postgresql.conf"),
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + " = '" + quoted(setting.getValue()) + "'\n")
            .collect(Collectors.joining()));
  }

  boolean isDurable() {
    return !"off".equals(overrides.get("fsync"));
  }

  private static String quoted(String value) {
    return value.replace("\\", "\\\\").replace("'", "''");
  }
}
