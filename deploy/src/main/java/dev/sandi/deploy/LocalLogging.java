package dev.sandi.deploy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** How a local run logs: set before the broker starts, as it would print two thousand lines. */
record LocalLogging(boolean json) {

  private static final String PATTERN =
      "%clr(%d{HH:mm:ss.SSS}){faint} %clr(%-5level) %clr(%-24.24logger{0}){cyan} %m%n%wEx";

  private static final List<String> QUIET =
      List.of(
          "org.springframework",
          "org.apache.catalina",
          "org.apache.coyote",
          "org.apache.tomcat",
          "org.apache.kafka",
          "kafka",
          "state.change.logger",
          "com.zaxxer.hikari",
          "org.flywaydb",
          "org.hibernate.validator");

  /** Warn of what is right in a cluster of one that starts and stops all the time. */
  private static final List<String> QUIETER =
      List.of(
          "org.apache.kafka.controller",
          "org.apache.kafka.clients.NetworkClient",
          "org.apache.kafka.clients.producer.internals.Sender",
          "kafka.server.DefaultAutoTopicCreationManager",
          "dev.sandi.runtime.ServiceApplication");

  /** Would print the stack trace of a failure that we say in a sentence. */
  private static final List<String> SILENT =
      List.of(
          "org.springframework.boot.SpringApplication",
          "org.springframework.boot.web.server.servlet.context",
          "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter");

  void initialize() {
    var environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("local", properties()));
    var system = LoggingSystem.get(LocalLogging.class.getClassLoader());
    system.beforeInitialize();
    system.initialize(new LoggingInitializationContext(environment), null, null);
    QUIET.forEach(logger -> system.setLogLevel(logger, LogLevel.WARN));
    QUIETER.forEach(logger -> system.setLogLevel(logger, LogLevel.ERROR));
    SILENT.forEach(logger -> system.setLogLevel(logger, LogLevel.OFF));
  }

  private Map<String, Object> properties() {
    var properties = new HashMap<String, Object>();
    properties.put("logging.pattern.console", PATTERN);
    if (json) {
      properties.put("logging.structured.format.console", "logstash");
    }
    return properties;
  }
}
