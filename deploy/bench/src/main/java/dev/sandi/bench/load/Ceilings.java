package dev.sandi.bench.load;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.Load;
import dev.sandi.bench.Pace;
import dev.sandi.bench.PathInstallation;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What the parts do that have nothing else to do, on the same machine and in the same run.
 *
 * @param bareRequests answers a second of an endpoint of the same stack that does nothing
 * @param records a second that the broker acknowledges, of about the size of an order's
 * @param rows a second that the database takes by one connection, 500 a statement
 */
record Ceilings(double bareRequests, double records, double rows) {

  private static final Duration LENGTH = Duration.ofSeconds(8);
  private static final int RECORD_BYTES = 700;
  private static final int PARTITIONS = 12;
  private static final int CONNECTIONS = 256;
  private static final int WARM_UPS = 2;
  private static final int OK = 200;
  private static final String TOPIC = "ceiling";

  private static final String TABLE =
      """
      create table if not exists public.ceiling (
        id uuid primary key, app_id text, msisdn text, state text, body text, at timestamptz)
      """;

  private static final String ROWS =
      """
      insert into public.ceiling
      select gen_random_uuid(), 'load', '628' || n, 'requested', repeat('x', 200), now()
      from generate_series(1, 500) as n
      """;

  static Ceilings measure(PathInstallation installation) throws InterruptedException {
    return new Ceilings(bareRequests(installation), records(installation), rows(installation));
  }

  private static double bareRequests(PathInstallation installation) {
    double perSecond = 0;
    for (int i = 0; i <= WARM_UPS; i++) {
      perSecond =
          Load.run(
                  installation.noOpPort(),
                  installation.noOp(),
                  CONNECTIONS,
                  Pace.flatOut(),
                  LENGTH,
                  System.nanoTime())
              .perSecond(OK);
    }
    return perSecond;
  }

  private static double records(PathInstallation installation) throws InterruptedException {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            installation.bootstrapServers(),
            "acks",
            "all",
            "linger.ms",
            "5",
            "batch.size",
            "65536");
    LongAdder acknowledged = new LongAdder();
    try (Admin admin = Admin.create(settings)) {
      admin
          .createTopics(List.of(new NewTopic(TOPIC, Optional.of(PARTITIONS), Optional.empty())))
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new BenchmarkFailure("The broker refuses a topic.", e);
    }
    byte[] value = new byte[RECORD_BYTES];
    long start = System.nanoTime();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      while (System.nanoTime() - start < LENGTH.toNanos()) {
        var unused =
            producer.send(
                new ProducerRecord<>(TOPIC, value),
                (metadata, failure) -> {
                  if (failure == null) {
                    acknowledged.increment();
                  }
                });
      }
    }
    return acknowledged.sum() / ((System.nanoTime() - start) / 1e9);
  }

  private static double rows(PathInstallation installation) {
    try (var connection = installation.superuser();
        var statement = connection.createStatement()) {
      statement.execute(TABLE);
      long rows = 0;
      long start = System.nanoTime();
      while (System.nanoTime() - start < LENGTH.toNanos()) {
        rows += statement.executeUpdate(ROWS);
      }
      double perSecond = rows / ((System.nanoTime() - start) / 1e9);
      statement.execute("drop table public.ceiling");
      return perSecond;
    } catch (SQLException e) {
      throw new BenchmarkFailure("The database does not take rows.", e);
    }
  }
}
