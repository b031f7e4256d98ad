package dev.sandi.ingress.send;

import dev.sandi.crypto.Sealer;
import dev.sandi.event.Topics;
import dev.sandi.ingress.IngressProperties;
import dev.sandi.ingress.admission.Admission;
import dev.sandi.ingress.answer.DirectRoute;
import dev.sandi.ingress.blocklist.Blocklist;
import dev.sandi.messaging.TopicDeclarations;
import dev.sandi.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin.NewTopics;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.ProducerListener;

@Configuration(proxyBeanMethods = false)
class SendConfiguration {

  /** How long a send may wait for metadata or room in the buffer, before it is under way. */
  private static final Duration MAX_BLOCK = Duration.ofMillis(500);

  private static final Duration REQUEST = Duration.ofSeconds(1);

  /** Of one partition: about a hundred requests. */
  private static final int BATCH_BYTES = 64 * 1024;

  @Bean
  NewTopics requestedTopic(TopicDeclarations topics) {
    return topics.events(Topics.OTP_REQUESTED);
  }

  /** A client waits for it, so it gives up soon. Only {@code acks=all} counts as taken. */
  @Bean
  KafkaTemplate<byte[], byte[]> hastyKafka(
      ProducerFactory<byte[], byte[]> producers, IngressProperties properties) {
    KafkaTemplate<byte[], byte[]> kafka =
        new KafkaTemplate<>(
            producers,
            Map.of(
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                // Batches by themselves, and none when idle: what comes while a broker has the last
                // one goes together. It works at one request of a connection at a time anyway.
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1,
                ProducerConfig.BATCH_SIZE_CONFIG,
                BATCH_BYTES,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                (int) MAX_BLOCK.toMillis(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) REQUEST.toMillis(),
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) properties.publishTimeout().toMillis()));
    // Failures are told once, by OtpRequests, and not once a request.
    kafka.setProducerListener(new ProducerListener<>() {});
    return kafka;
  }

  @Bean
  DirectRoute sendDirectly(SendController controller) {
    return new DirectRoute(SendController.PATH, controller::send);
  }

  @Bean
  AnswerCodes answerCodes(Sealer sealer) {
    return new AnswerCodes(sealer);
  }

  @Bean
  RepeatAnswer repeatAnswer(Admission admission, AnswerCodes codes) {
    return new RepeatAnswer(admission, codes);
  }

  @Bean
  SendOtp sendOtp(
      Blocklist blocklist,
      Admission admission,
      @Qualifier("hastyKafka") KafkaTemplate<byte[], byte[]> kafka,
      AnswerCodes codes,
      IngressProperties properties,
      MeterRegistry metrics,
      Tracing tracing,
      @Value("${spring.application.name}") String service) {
    return new SendOtp(
        blocklist,
        admission,
        new OtpRequests(kafka, "/sandi/" + service, metrics, tracing),
        codes,
        MAX_BLOCK.plus(properties.publishTimeout()),
        properties);
  }
}
