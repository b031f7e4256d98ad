package dev.sandi.bench.callbacks;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.CallbackInstallation;
import dev.sandi.bench.ProcessorInstallation;
import dev.sandi.crypto.Sealer;
import dev.sandi.event.AppChanged;
import dev.sandi.event.AppChanged.WebhookKey;
import dev.sandi.event.Envelope;
import dev.sandi.event.OtpSent;
import dev.sandi.event.Session;
import dev.sandi.messaging.EventRecords;
import dev.sandi.value.AppId;
import dev.sandi.value.CallbackPolicy;
import dev.sandi.value.CallbackUrl;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.Secret;
import dev.sandi.value.SessionId;
import dev.sandi.value.TraceParent;
import dev.sandi.value.UuidV7;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Tells outcomes of sessions whose apps want to be called, as the processor does. */
final class Publisher implements AutoCloseable {

  private static final int APPS = 10;
  private static final String SOURCE = "/sandi/bench";
  private static final String SECRET = "whsec_c2FuZGktYmVuY2htYXJrLXdlYmhvb2stc2VjcmV0LTMyYg==";
  private static final PhoneNumber NUMBER = new PhoneNumber("6281234567890");
  private static final String HAS_TABLES =
      "select count(*) from pg_tables where schemaname = 'dispatcher' and tablename = 'outbox_batches'";
  private static final String KNOWN = "select count(*) from dispatcher.apps";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final KafkaProducer<byte[], byte[]> producer;
  private final List<AppId> apps =
      IntStream.range(0, APPS).mapToObj(i -> new AppId("callbacks-" + i)).toList();

  Publisher(String bootstrapServers) {
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", "5"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Has the dispatcher know the apps. */
  void introduceApps(CallbackInstallation installation) {
    introduceApps(installation, app -> false);
  }

  /**
   * Has the dispatcher know the apps.
   *
   * @param atMostOnce which of them want nothing twice, by {@link #app}
   */
  void introduceApps(CallbackInstallation installation, IntPredicate atMostOnce) {
    await(installation, HAS_TABLES, 1);
    Sealer sealer = ProcessorInstallation.sealer();
    Instant now = Instant.now();
    for (int i = 0; i < APPS; i++) {
      AppId app = apps.get(i);
      var key = new WebhookKey("k-1", sealer.seal(Secret.of(SECRET), app.value()), null);
      send(
          Envelope.of(
              new AppChanged(
                  app,
                  false,
                  true,
                  true,
                  null,
                  List.of(key),
                  Map.of(),
                  now,
                  null,
                  List.of(),
                  Map.of(),
                  new CallbackPolicy(List.of(), atMostOnce.test(i)),
                  null),
              now,
              TraceParent.start()));
    }
    producer.flush();
    await(installation, KNOWN, APPS);
  }

  private static void await(CallbackInstallation installation, String count, int least) {
    long begun = System.nanoTime();
    while (installation.count(count) < least) {
      if (System.nanoTime() - begun > PATIENCE.toNanos()) {
        throw new BenchmarkFailure("The dispatcher does not learn of its apps.");
      }
      sleep();
    }
  }

  private static void sleep() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("The run was interrupted.", e);
    }
  }

  /** The number of the app that a receiver belongs to. */
  static int app(int receiver) {
    return receiver % APPS;
  }

  /**
   * An event of a new session.
   *
   * @param number 62 bits that its id carries
   */
  UUID tell(int receiver, String url, long number) {
    Instant now = Instant.now();
    Session session =
        new Session(
            SessionId.at(now),
            apps.get(app(receiver)),
            NUMBER,
            ChallengeName.DEFAULT,
            new CallbackUrl(url));
    OtpSent sent = new OtpSent(session, "simulator", "m-1", 1, now, now.plusSeconds(300));
    UUID id = id(now, number);
    send(new Envelope(id, now, TraceParent.start(), sent));
    return id;
  }

  private void send(Envelope envelope) {
    var unused = producer.send(EventRecords.write(envelope, SOURCE));
  }

  /** A UUID of version 7 with a number instead of most of what is random. */
  private static UUID id(Instant now, long number) {
    return new UUID(UuidV7.at(now).getMostSignificantBits(), 1L << 63 | number);
  }

  /** The number of an event's id. */
  static long number(UUID id) {
    return id.getLeastSignificantBits() & Long.MAX_VALUE;
  }

  void flush() {
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }
}
