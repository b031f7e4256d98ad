package dev.sandi.messaging;

import dev.sandi.runtime.SandiProperties;
import dev.sandi.runtime.WakeableLoop;
import dev.sandi.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.support.ProducerListener;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.backoff.ExponentialBackOff;

/** Outbox, relay, dead letters and error handling, the same in every service. */
@Configuration(proxyBeanMethods = false)
public class MessagingConfiguration {

  /** Intake stops first, then what works in the background, then the relay, with all told. */
  public static final int RELAY_PHASE = 100;

  public static final int WORKERS_PHASE = 200;

  private static final int RELAY_BATCH = 1000;

  @Bean
  TransactionTemplate transactions(PlatformTransactionManager manager) {
    return new TransactionTemplate(manager);
  }

  /** For the relay and dead letters: patient, since whoever waits for it can wait. */
  @Bean
  @Primary
  KafkaTemplate<byte[], byte[]> kafkaTemplate(ProducerFactory<byte[], byte[]> producers) {
    KafkaTemplate<byte[], byte[]> template =
        new KafkaTemplate<>(
            producers,
            Map.of(
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                10_000,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                5_000,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                5_000,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                TopicDeclarations.DEAD_LETTER_BYTES));
    // Whoever sends tells of a failure, once; the default listener logs each record of an outage.
    template.setProducerListener(new ProducerListener<>() {});
    return template;
  }

  @Bean
  OutboxRelay outboxRelay(
      JdbcTemplate jdbc,
      TransactionTemplate transactions,
      KafkaTemplate<byte[], byte[]> kafka,
      MeterRegistry metrics,
      Tracing tracing,
      Clock clock,
      @Value("${spring.application.name}") String service) {
    return new OutboxRelay(
        jdbc,
        transactions,
        kafka,
        "/sandi/" + service,
        RELAY_BATCH,
        new RelayMeters(metrics, tracing, clock, "events"));
  }

  @Bean
  WakeableLoop relayLoop(OutboxRelay relay, @Value("${spring.application.name}") String service) {
    return new WakeableLoop(
        service + "-relay", Duration.ofSeconds(1), RELAY_PHASE, relay::relayBatch);
  }

  @Bean
  Outbox outbox(JdbcTemplate jdbc, WakeableLoop relayLoop) {
    return new Outbox(jdbc, relayLoop::wake);
  }

  @Bean
  BatchIntake batchIntake(
      KafkaTemplate<byte[], byte[]> kafka,
      MeterRegistry metrics,
      Tracing tracing,
      @Value("${spring.application.name}") String service) {
    return new BatchIntake(new DeadLetters(kafka, service), metrics, tracing);
  }

  /**
   * Only outages come here ({@link BatchIntake} settles the rest): the consumer is paused and the
   * batch tried again until the surroundings are back.
   */
  @Bean
  CommonErrorHandler intakeErrorHandler() {
    ExponentialBackOff backOff = new ExponentialBackOff(200, 2);
    backOff.setMaxInterval(Duration.ofSeconds(5).toMillis());
    DefaultErrorHandler handler = new DefaultErrorHandler(backOff);
    handler.setLogLevel(org.springframework.kafka.KafkaException.Level.DEBUG);
    return handler;
  }

  /**
   * Declares the topics again until the broker has them: a service that starts while the broker is
   * away makes them later.
   */
  @Bean
  WakeableLoop topicsLoop(
      DeclareTopics topics, @Value("${spring.application.name}") String service) {
    return new WakeableLoop(
        service + "-topics", Duration.ofHours(1), WORKERS_PHASE, topics::declare);
  }

  @Bean("topicsHealthIndicator")
  DeclareTopics declareTopics(
      KafkaAdmin admin,
      TopicDeclarations declarations,
      Collection<KafkaTemplate<byte[], byte[]>> producers) {
    return new DeclareTopics(admin, declarations, producers);
  }

  @Bean
  RefusedConsumers refusedConsumers() {
    return new RefusedConsumers();
  }

  @Bean
  IntakeHealthIndicator intakeHealthIndicator(
      ObjectProvider<KafkaListenerEndpointRegistry> registry,
      RefusedConsumers refused,
      FencedConsumers fenced) {
    return new IntakeHealthIndicator(registry, refused, fenced);
  }

  /**
   * A copy with a name is a static member of its groups (KIP-345): killed and started again, it has
   * its partitions at once, and not after the dead one's session has run out.
   */
  @Bean
  DefaultKafkaConsumerFactoryCustomizer staticMembership(SandiProperties properties) {
    String instance = properties.instance();
    return consumers -> {
      if (instance != null && !instance.isBlank()) {
        consumers.updateConfigs(Map.of(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance.strip()));
      }
    };
  }

  @Bean
  FencedConsumers fencedConsumers() {
    return new FencedConsumers(Duration.ofSeconds(5));
  }

  @Bean
  ConsumersHealthIndicator consumersHealthIndicator(
      ObjectProvider<KafkaListenerEndpointRegistry> registry,
      FencedConsumers fenced,
      MeterRegistry metrics) {
    return new ConsumersHealthIndicator(registry, fenced, metrics);
  }

  @Bean
  AssignedPartitions assignedPartitions(
      ObjectProvider<KafkaListenerEndpointRegistry> registry, MeterRegistry metrics) {
    return new AssignedPartitions(registry, metrics);
  }

  @Bean
  TopicDeclarations topicDeclarations(SandiProperties properties) {
    return new TopicDeclarations(properties.partitions(), properties.replicas());
  }
}
