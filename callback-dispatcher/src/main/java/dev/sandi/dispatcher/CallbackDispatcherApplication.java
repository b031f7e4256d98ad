package dev.sandi.dispatcher;

import dev.sandi.runtime.ServiceApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Tells the customer's server what happened. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class CallbackDispatcherApplication {

  /** The service, ready to run; the local pipeline adds its own properties to it. */
  public static SpringApplicationBuilder application() {
    return ServiceApplication.named("callback-dispatcher", CallbackDispatcherApplication.class);
  }

  public static void main(String[] args) {
    application().run(args);
  }
}
