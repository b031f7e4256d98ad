package dev.sandi.processor;

import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.messaging.OutboxBatchesConfiguration;
import dev.sandi.runtime.RuntimeConfiguration;
import dev.sandi.runtime.ServiceApplication;
import dev.sandi.trace.TracingConfiguration;
import dev.sandi.transport.TransportConfiguration;
import java.util.Map;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** Checks, creates, sends and verifies codes. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import({
  RuntimeConfiguration.class,
  MessagingConfiguration.class,
  OutboxBatchesConfiguration.class,
  TransportConfiguration.class,
  TracingConfiguration.class
})
public class OtpProcessorApplication {

  /** The service, ready to run; the local pipeline adds its own properties to it. */
  public static SpringApplicationBuilder application() {
    return ServiceApplication.named(
        "otp-processor",
        OtpProcessorApplication.class,
        Map.of(
            "sandi.keys.mac", "SANDI_KEYS_MAC",
            "sandi.internal-token", "SANDI_INTERNAL_TOKEN"));
  }

  public static void main(String[] args) {
    application().run(args);
  }
}
