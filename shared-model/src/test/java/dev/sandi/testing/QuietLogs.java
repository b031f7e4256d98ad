package dev.sandi.testing;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/** Without a Spring context everything is printed: thousands of lines for a broker's start. */
final class QuietLogs {

  private QuietLogs() {}

  static void apply() {
    var logging = LoggingSystem.get(QuietLogs.class.getClassLoader());
    logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
    logging.setLogLevel("kafka", LogLevel.ERROR);
    logging.setLogLevel("org.apache.kafka", LogLevel.ERROR);
    logging.setLogLevel("org.testcontainers", LogLevel.WARN);
  }
}
