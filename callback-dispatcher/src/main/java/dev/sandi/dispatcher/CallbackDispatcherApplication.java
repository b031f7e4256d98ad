package dev.sandi.dispatcher;

import dev.sandi.event.Topics;
import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.messaging.OutboxBatchesConfiguration;
import dev.sandi.messaging.TopicDeclarations;
import dev.sandi.runtime.RuntimeConfiguration;
import dev.sandi.runtime.ServiceApplication;
import dev.sandi.trace.TracingConfiguration;
import dev.sandi.transport.TransportConfiguration;
import java.util.Map;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.KafkaAdmin.NewTopics;

/** Tells the customer's server what happened. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
@Import({
  RuntimeConfiguration.class,
  MessagingConfiguration.class,
  OutboxBatchesConfiguration.class,
  TransportConfiguration.class,
  TracingConfiguration.class
})
public class CallbackDispatcherApplication {

  /** The service, ready to run; the local pipeline adds its own properties to it. */
  public static SpringApplicationBuilder application() {
    return ServiceApplication.named(
        "callback-dispatcher", CallbackDispatcherApplication.class, Map.of());
  }

  /** The consumed topics as well: a consumer that starts first would wait for metadata. */
  @Bean
  NewTopics eventTopics(TopicDeclarations topics) {
    return topics.events(Topics.CALLBACK_LIFECYCLE, Topics.OTP_LIFECYCLE);
  }

  @Bean
  NewTopics settingsTopics(TopicDeclarations topics) {
    return topics.settings(Topics.APPS);
  }

  @Bean
  NewTopics deadLetterTopics(TopicDeclarations topics) {
    return topics.deadLetters(Topics.OTP_LIFECYCLE, Topics.APPS);
  }

  public static void main(String[] args) {
    application().run(args);
  }
}
