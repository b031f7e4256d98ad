package dev.sandi.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/** How each service is started, alone or beside the others in one JVM. */
public final class ServiceApplication {

  private static final Logger log = LoggerFactory.getLogger(ServiceApplication.class);

  private static final List<String> TELL_EARLY =
      List.of(
          "org.springframework.boot.tomcat.servlet.DeferredServletContainerInitializers",
          "org.springframework.boot.web.server.servlet.context"
              + ".AnnotationConfigServletWebServerApplicationContext");

  private ServiceApplication() {}

  /**
   * A builder for one service.
   *
   * @param name the service's name, which is also the name of its {@code <name>.yml}: with three
   *     services on one class path, only one {@code application.yml} would be read
   * @param application the service's Spring Boot class
   * @param required settings without a default that this service needs beside what all need:
   *     variables by property
   */
  public static SpringApplicationBuilder named(
      String name, Class<?> application, Map<String, String> required) {
    ApplicationListener<ApplicationReadyEvent> ready =
        event ->
            log.info(
                "{} is ready on port {} after {} ms",
                name,
                event.getApplicationContext().getEnvironment().getProperty("local.server.port"),
                event.getTimeTaken() == null ? "?" : event.getTimeTaken().toMillis());
    return new SpringApplicationBuilder(application)
        .bannerMode(Banner.Mode.OFF)
        .logStartupInfo(false)
        .listeners(new RequiredSettings(required), ready)
        .properties(properties(name, System.getenv()).toArray(String[]::new));
  }

  /** {@code SANDI_LOG_FORMAT=json} gives one JSON object a line, for machines. */
  private static List<String> properties(String name, Map<String, String> environment) {
    List<String> properties = new ArrayList<>();
    properties.add("spring.config.name=sandi," + name);
    properties.add("spring.application.name=" + name);
    // Why a start fails is told once, at its end; they tell it before, by the names of beans.
    for (String early : TELL_EARLY) {
      properties.add("logging.level." + early + "=OFF");
    }
    if ("json".equalsIgnoreCase(environment.get("SANDI_LOG_FORMAT"))) {
      properties.add("logging.structured.format.console=logstash");
    }
    return properties;
  }
}
