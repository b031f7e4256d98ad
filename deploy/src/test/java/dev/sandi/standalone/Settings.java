package dev.sandi.standalone;

import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RunningService;
import java.util.HashMap;
import java.util.Map;

/** What README.md says that each service must be told, as environment variables. */
record Settings(Map<String, String> variables) {

  static Settings of(Service service, Infrastructure infrastructure) {
    var common =
        new Settings(
            Map.of(
                "SANDI_DB_URL", infrastructure.database().jdbcUrl(),
                "SANDI_DB_USER", service.role(),
                "SANDI_DB_PASSWORD", infrastructure.database().password(),
                "SANDI_KAFKA_BOOTSTRAP", infrastructure.broker().bootstrapServers(),
                "SANDI_KEYS_SEALING", RunningService.SEALING_KEYS));
    return switch (service) {
      case INGRESS ->
          common
              .with("SANDI_INTERNAL_TOKEN", RunningService.INTERNAL_TOKEN)
              .with("SANDI_PROCESSOR_URL", "http://127.0.0.1:8081");
      case PROCESSOR ->
          common
              .with("SANDI_INTERNAL_TOKEN", RunningService.INTERNAL_TOKEN)
              .with("SANDI_KEYS_MAC", RunningService.MAC_KEYS)
              .with("SANDI_GATEWAY", "simulator");
      case DISPATCHER -> common.with("SANDI_LOG_FORMAT", "json");
    };
  }

  Settings with(String variable, String value) {
    var changed = new HashMap<>(variables);
    changed.put(variable, value);
    return new Settings(Map.copyOf(changed));
  }

  Settings without(String variable) {
    var changed = new HashMap<>(variables);
    changed.remove(variable);
    return new Settings(Map.copyOf(changed));
  }
}
