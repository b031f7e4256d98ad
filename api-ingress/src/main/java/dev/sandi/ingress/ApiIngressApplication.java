package dev.sandi.ingress;

import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.runtime.RuntimeConfiguration;
import dev.sandi.runtime.ServiceApplication;
import dev.sandi.trace.TracingConfiguration;
import java.util.Map;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** Accepts or refuses a request over HTTP, at once. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import({RuntimeConfiguration.class, MessagingConfiguration.class, TracingConfiguration.class})
public class ApiIngressApplication {

  /** The service, ready to run; the local pipeline adds its own properties to it. */
  public static SpringApplicationBuilder application() {
    return ServiceApplication.named(
        "api-ingress",
        ApiIngressApplication.class,
        Map.of(
            "sandi.processor-url", "SANDI_PROCESSOR_URL",
            "sandi.internal-token", "SANDI_INTERNAL_TOKEN"));
  }

  public static void main(String[] args) {
    application().run(args);
  }
}
