package dev.sandi.processor;

import dev.sandi.event.Envelope;
import dev.sandi.event.Event;
import dev.sandi.event.SessionEvent;
import dev.sandi.event.Topics;
import dev.sandi.messaging.EventRecords;
import dev.sandi.storage.DailyPartitions;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RunningService;
import dev.sandi.testing.SettableClock;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.TraceParent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running processor with its surroundings, as a test talks to it. */
public final class Processor implements AutoCloseable {

  /** The clock of every processor of this JVM. */
  @SuppressWarnings("TimeInStaticInitializer") // partitions are made around the time of the run
  static final SettableClock CLOCK =
      new SettableClock(Instant.now().truncatedTo(ChronoUnit.MILLIS));

  static {
    // A message takes some 50 ms from end to end: Awaitility's 100 would be most of a test's time.
    Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
  }

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern CODE = Pattern.compile("[0-9]{6}");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Infrastructure infrastructure;
  private final KafkaProducer<byte[], byte[]> producer;
  private final RunningService service;

  /** Not annotated: whoever scans this package, as the benchmark does, has the clock in earnest. */
  static class TestClock {
    @Bean
    @Primary
    Clock settableClock() {
      return CLOCK;
    }
  }

  private static final class Shared {
    static final Processor INSTANCE = start(Infrastructure.shared(), Map.of());
  }

  private Processor(
      Infrastructure infrastructure, Map<String, String> properties, Class<?>... sources) {
    this.infrastructure = infrastructure;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", infrastructure.broker().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    Map<String, String> all = new HashMap<>(Map.of("spring.profiles.active", "local"));
    all.putAll(properties);
    this.service =
        RunningService.start(
            OtpProcessorApplication.application()
                .sources(TestClock.class, HeldGateway.class, Peers.class)
                .sources(sources),
            infrastructure.database().jdbcUrl(),
            infrastructure.broker().bootstrapServers(),
            all);
  }

  public static Processor shared() {
    return Shared.INSTANCE;
  }

  /**
   * Starts one.
   *
   * @param sources beans that this test has beside those of all
   */
  static Processor start(
      Infrastructure infrastructure, Map<String, String> properties, Class<?>... sources) {
    return new Processor(infrastructure, properties, sources);
  }

  /** A number that no other test uses. */
  static PhoneNumber freshNumber() {
    return PhoneNumber.of(
        "62" + ThreadLocalRandom.current().nextLong(81_000_000_000L, 81_999_999_999L));
  }

  void publish(Event event) {
    send(EventRecords.write(Envelope.of(event, CLOCK.instant(), TraceParent.start()), "/test"));
  }

  void send(ProducerRecord<byte[], byte[]> record) {
    try {
      producer.send(record).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The events that were told of a session, in order. */
  List<SessionEvent> told(SessionId session) {
    byte[] key = session.toString().getBytes(StandardCharsets.UTF_8);
    return events(record -> Arrays.equals(record.key(), key));
  }

  /** The events that were told of all sessions, in order for each. */
  List<SessionEvent> told() {
    return events(record -> true);
  }

  private List<SessionEvent> events(Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
    return infrastructure.broker().read(Topics.OTP_LIFECYCLE).stream()
        .filter(wanted)
        .map(EventRecords::read)
        .flatMap(Optional::stream)
        .map(Envelope::event)
        .map(SessionEvent.class::cast)
        .toList();
  }

  /** What the handset shows, the newest first. */
  List<String> inbox(PhoneNumber msisdn) {
    HttpResponse<String> answer = get("/simulator/inbox?msisdn=" + msisdn.digits());
    if (answer.statusCode() != 200) {
      throw new AssertionError("the inbox answered " + answer.statusCode());
    }
    JsonNode messages = JSON.readTree(answer.body());
    return StreamSupport.stream(messages.spliterator(), false)
        .map(message -> message.get("text").asString())
        .toList();
  }

  /** The code of the newest message. */
  String code(PhoneNumber msisdn) {
    Matcher code = CODE.matcher(inbox(msisdn).get(0));
    if (!code.find()) {
      throw new AssertionError("no code in the newest message");
    }
    return code.group();
  }

  JsonNode verify(PhoneNumber msisdn, String code) {
    return verify(msisdn, "default", false, code);
  }

  /** A guess at a code that was sent to the simulated handset. */
  JsonNode verifySimulated(PhoneNumber msisdn, String code) {
    return verify(msisdn, "default", true, code);
  }

  /** A guess at a code of another challenge. */
  JsonNode verify(PhoneNumber msisdn, String challenge, boolean simulated, String code) {
    return verify(List.of(guess(msisdn, challenge, simulated, code))).get(0);
  }

  /** Guesses of one moment, as JSON, and the verdicts about them. */
  List<JsonNode> verify(List<String> guesses) {
    HttpResponse<String> answer =
        ask("/internal/v1/verify", questions(guesses), RunningService.INTERNAL_TOKEN);
    if (answer.statusCode() != 200) {
      throw new AssertionError("verify answered " + answer.statusCode() + " " + answer.body());
    }
    return List.copyOf(JSON.readTree(answer.body()).get("verdicts").values());
  }

  static String guess(PhoneNumber msisdn, String challenge, boolean simulated, String code) {
    return "{\"app_id\":\"demo\",\"msisdn\":\"%s\",\"challenge\":\"%s\",\"simulated\":%s,\"otp\":\"%s\"}"
        .formatted(msisdn.digits(), challenge, simulated, code);
  }

  private static String questions(List<String> guesses) {
    return "{\"guesses\":[" + String.join(",", guesses) + "]}";
  }

  HttpResponse<String> verify(PhoneNumber msisdn, String code, String token) {
    return verify("/internal/v1/verify", msisdn, code, token);
  }

  HttpResponse<String> verify(String path, PhoneNumber msisdn, String code, String token) {
    return ask(path, questions(List.of(guess(msisdn, "default", false, code))), token);
  }

  private HttpResponse<String> ask(String path, String body, String token) {
    return ask(path, "application/json", body, token);
  }

  HttpResponse<String> ask(String path, String contentType, String body, String token) {
    return exchange(
        HttpRequest.newBuilder(service.uri(path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> put(String path, String body, String token) {
    return exchange(
        HttpRequest.newBuilder(service.uri(path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> delete(String path, String token) {
    return exchange(
        HttpRequest.newBuilder(service.uri(path))
            .header("Authorization", "Bearer " + token)
            .DELETE());
  }

  HttpResponse<String> get(String path) {
    return exchange(HttpRequest.newBuilder(service.uri(path)));
  }

  HttpResponse<String> getAs(String path, String token) {
    return exchange(
        HttpRequest.newBuilder(service.uri(path)).header("Authorization", "Bearer " + token));
  }

  public URI uri(String path) {
    return service.uri(path);
  }

  private HttpResponse<String> exchange(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes the partitions that the clock needs by now. */
  void keepUpWithTheClock() {
    service.beans(DailyPartitions.class).forEach(DailyPartitions::maintain);
  }

  public <T> T bean(Class<T> type) {
    return service.bean(type);
  }

  @Override
  public void close() {
    service.close();
    producer.close();
  }
}
