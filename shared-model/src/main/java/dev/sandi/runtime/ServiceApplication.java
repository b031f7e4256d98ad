package dev.sandi.runtime;

import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** How each service is started, alone or beside the others in one JVM. */
public final class ServiceApplication {

  private ServiceApplication() {}

  /**
   * A builder for one service.
   *
   * @param application the service's Spring Boot class
   * @param name the service's name, which is also the name of its {@code <name>.yml}: with three
   *     services on one class path, only one {@code application.yml} would be read
   */
  public static SpringApplicationBuilder named(String name, Class<?> application) {
    return new SpringApplicationBuilder(application)
        .bannerMode(Banner.Mode.OFF)
        .logStartupInfo(false)
        .properties(
            "spring.config.name=sandi," + name,
            "spring.application.name=" + name,
            "logging.include-application-name=false");
  }
}
