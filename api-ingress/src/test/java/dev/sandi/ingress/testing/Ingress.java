package dev.sandi.ingress.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.Envelope;
import dev.sandi.event.EventJson;
import dev.sandi.event.EventType;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.Topics;
import dev.sandi.ingress.ApiIngressApplication;
import dev.sandi.ingress.admission.AdmissionTime;
import dev.sandi.ingress.app.KnownApps;
import dev.sandi.ingress.app.Limits;
import dev.sandi.messaging.EventRecords;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RunningService;
import dev.sandi.value.UuidV7;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.KafkaTemplate;

/** The service as its main starts it, with a processor that is a fake. */
public final class Ingress implements AutoCloseable {

  private static final class Shared {
    static final Ingress INSTANCE = startShared(Map.of());
  }

  private static final class Second {
    static final Ingress INSTANCE =
        startShared(
            Map.of(
                "sandi.ingress.failed-authentications",
                "3",
                "sandi.ingress.trusted-proxies",
                "127.0.0.1,::1"));
  }

  private final FakeProcessor processor = new FakeProcessor();
  private final Infrastructure infrastructure;
  private final RunningService service;

  private Ingress(
      SpringApplicationBuilder application,
      Infrastructure infrastructure,
      String jdbcUrl,
      Map<String, String> properties) {
    this.infrastructure = infrastructure;
    Map<String, String> all = new HashMap<>();
    all.put("sandi.processor-url", processor.url());
    all.put("sandi.dispatcher-url", processor.url());
    all.put("sandi.ingress.failed-authentications", "1000000");
    all.put("sandi.ingress.admin-token", Administrator.TOKEN);
    all.putAll(properties);
    this.service =
        RunningService.start(application, jdbcUrl, infrastructure.broker().bootstrapServers(), all);
  }

  /** Or its first requests are told 503. */
  private Ingress whenReady() {
    HttpRequest.Builder readiness = HttpRequest.newBuilder(uri("/actuator/health/readiness"));
    await().atMost(Duration.ofSeconds(30)).until(() -> Customer.call(readiness).status() == 200);
    return this;
  }

  /** What most tests share, each with apps of its own. */
  public static Ingress shared() {
    return Shared.INSTANCE;
  }

  /**
   * A second copy, on the same broker and database as {@link #shared()}. It believes proxies on
   * this machine, and lets an address fail three times a minute.
   */
  public static Ingress second() {
    return Second.INSTANCE;
  }

  private static Ingress startShared(Map<String, String> properties) {
    Ingress ingress = start(Infrastructure.shared(), properties);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(ingress::close, "SpringApplicationShutdownHook"));
    return ingress;
  }

  public static Ingress start(Infrastructure infrastructure, Map<String, String> properties) {
    return startAt(infrastructure.database().jdbcUrl(), infrastructure, properties);
  }

  /** One that something keeps from being ready. */
  public static Ingress startUnready(
      Infrastructure infrastructure, Map<String, String> properties) {
    return new Ingress(
        ApiIngressApplication.application(),
        infrastructure,
        infrastructure.database().jdbcUrl(),
        properties);
  }

  /** One that reaches its database by another address. */
  public static Ingress startAt(
      String jdbcUrl, Infrastructure infrastructure, Map<String, String> properties) {
    return new Ingress(ApiIngressApplication.application(), infrastructure, jdbcUrl, properties)
        .whenReady();
  }

  /** One of several copies, all of which measure rates and keys by the time that a test sets. */
  public static Ingress startAt(
      AdmissionTime time, Infrastructure infrastructure, Map<String, String> properties) {
    ApplicationContextInitializer<GenericApplicationContext> setTime =
        context -> context.registerBean(AdmissionTime.class, () -> time);
    return new Ingress(
            ApiIngressApplication.application().initializers(setTime),
            infrastructure,
            infrastructure.database().jdbcUrl(),
            properties)
        .whenReady();
  }

  public FakeProcessor processor() {
    return processor;
  }

  public URI uri(String path) {
    return service.uri(path);
  }

  public int port() {
    return service.port();
  }

  public Administrator administrator() {
    return new Administrator(this, Administrator.TOKEN);
  }

  public <T> T bean(Class<T> type) {
    return service.bean(type);
  }

  public JdbcTemplate jdbc() {
    return service.bean(JdbcTemplate.class);
  }

  public String dump() {
    return infrastructure.database().dump();
  }

  /** A new app with one key, and limits that it will not meet. */
  public Customer customer() {
    return customer(false, false, false);
  }

  public Customer customer(boolean sandbox, boolean insecureCallbacks, boolean returnOtp) {
    String app = "app-" + UUID.randomUUID();
    var now = Instant.now().atOffset(ZoneOffset.UTC);
    jdbc()
        .update(
            "insert into apps (id, name, sandbox, insecure_callbacks, return_otp, created_at,"
                + " changed_at, requests_per_second, resend_waits, sends_per_hour, sends_per_day)"
                + " values (?, ?, ?, ?, ?, ?, ?, 1000000, '{}', 1000, 1000)",
            app,
            app,
            sandbox,
            insecureCallbacks,
            returnOtp,
            now,
            now);
    return new Customer(this, app, addKey(app));
  }

  /** Sets how much an app may send. */
  public void limit(String app, Limits limits) {
    jdbc()
        .update(
            "update apps set requests_per_second = ?, resend_waits = ?, sends_per_hour = ?,"
                + " sends_per_day = ? where id = ?",
            limits.requestsPerSecond(),
            limits.resendWaits().stream()
                .map(wait -> (int) wait.toSeconds())
                .toArray(Integer[]::new),
            limits.perHour(),
            limits.perDay(),
            app);
  }

  /** Sets an app's quota. */
  public void allot(String app, long quota) {
    jdbc().update("update usage set quota = ? where app_id = ?", quota, app);
  }

  /** How much of its quota an app has used. */
  public long used(String app) {
    return jdbc().queryForObject("select used from usage where app_id = ?", Long.class, app);
  }

  /** Adds a key to an app, and returns it. */
  public String addKey(String app) {
    String key = "key-" + UUID.randomUUID();
    jdbc()
        .update(
            "insert into api_keys (id, app_id, prefix, hash, created_at) values (?, ?, ?, ?, ?)",
            UuidV7.at(Instant.now()),
            app,
            key.substring(0, 8),
            sha256(key),
            Instant.now().atOffset(ZoneOffset.UTC));
    refresh();
    return key;
  }

  /** Lets this copy know at once what was written to its tables. */
  public void refresh() {
    bean(KnownApps.class).refresh();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Tells events as the other services do. */
  public void tell(Envelope... envelopes) {
    for (Envelope envelope : envelopes) {
      publish(EventRecords.write(envelope, "/sandi/test"));
    }
  }

  @SuppressWarnings("unchecked")
  public void publish(ProducerRecord<byte[], byte[]> record) {
    ((KafkaTemplate<byte[], byte[]>) service.bean(KafkaTemplate.class)).send(record).join();
  }

  /** The records of a topic whose key or subject is {@code text}. */
  public List<ConsumerRecord<byte[], byte[]>> records(String topic, String subject) {
    return infrastructure.broker().read(topic).stream()
        .filter(
            record -> {
              var header = record.headers().lastHeader("ce_subject");
              return header != null && new String(header.value(), UTF_8).equals(subject);
            })
        .toList();
  }

  /** The sessions of an app that are on the topic, as often as they are. */
  public List<String> published(String app) {
    return infrastructure.broker().read(Topics.OTP_REQUESTED).stream()
        .map(record -> (OtpRequested) EventJson.read(EventType.OTP_REQUESTED, record.value()))
        .filter(event -> event.appId().value().equals(app))
        .map(event -> event.sessionId().toString())
        .toList();
  }

  @Override
  public void close() {
    service.close();
    processor.close();
  }
}
