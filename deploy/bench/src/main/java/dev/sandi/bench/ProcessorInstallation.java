package dev.sandi.bench;

import dev.sandi.crypto.KeyRing;
import dev.sandi.crypto.Sealer;
import dev.sandi.local.Directories;
import dev.sandi.local.LocalPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A broker, a database and the processor with its simulated handsets, as processes. */
public final class ProcessorInstallation implements AutoCloseable {

  public static final String INTERNAL_TOKEN = "token-of-a-benchmark";

  /** For a database whose files end with the run: nothing waits for a disk. */
  public static final Map<String, String> HASTY =
      Map.of("fsync", "off", "synchronous_commit", "off", "full_page_writes", "off");

  /** 32 bytes, for what nobody reads. */
  private static final String SEALING_KEY = "b1:c2FuZGktdGVzdC1zZWFsaW5nLWtleS0zMi1ieXRlcyE=";

  private static final String MAC_KEY = "b1:c2FuZGktdGVzdC1jb2RlLW1hYy1rZXktMzItYnl0ZXM=";

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final String bootstrapServers;
  private final ChildProcess processor;
  private final String port;

  private ProcessorInstallation(
      Path within, Map<String, String> database, @Nullable Instant now, List<String> settings)
      throws IOException {
    Path dir = Files.createTempDirectory(within, "sandi-bench-");
    parts.push(() -> Directories.delete(dir));
    Path data = dir.resolve("postgres");
    parts.push(() -> LocalPostgres.erase(data));
    LocalPostgres postgres = LocalPostgres.start(data, 0, database);
    parts.push(postgres);
    ChildProcess broker =
        child(BrokerProcess.class, List.of("-Xms512m", "-Xmx512m"), List.of(dir + "/kafka"));
    this.bootstrapServers = broker.hear();
    List<String> args = new ArrayList<>();
    args.add(now == null ? "0" : Long.toString(now.toEpochMilli()));
    args.addAll(arguments(postgres.jdbcUrl()));
    settings.forEach(setting -> args.add("--" + setting));
    this.processor = child(ProcessorProcess.class, List.of("-Xms1g", "-Xmx1g"), args);
    this.port = processor.hear();
  }

  /**
   * Starts everything.
   *
   * @param within where its files are, until its end
   * @param database settings of {@code postgresql.conf}
   * @param now the processor's time, which stands still until it is set; null for real time
   * @param settings of the processor, as {@code property=value}
   */
  public static ProcessorInstallation start(
      Path within, Map<String, String> database, @Nullable Instant now, List<String> settings) {
    try {
      return new ProcessorInstallation(within, database, now, settings);
    } catch (IOException e) {
      throw new BenchmarkFailure(within + " cannot be written.", e);
    }
  }

  private ChildProcess child(Class<?> main, List<String> jvm, List<String> args) {
    ChildProcess child = ChildProcess.start(main, jvm, args);
    parts.push(child);
    return child;
  }

  private List<String> arguments(String jdbcUrl) {
    return List.of(
        "--spring.profiles.active=local",
        "--server.port=0",
        "--server.address=127.0.0.1",
        "--logging.level.root=WARN",
        "--spring.datasource.url=" + jdbcUrl,
        "--spring.datasource.password=" + LocalPostgres.PASSWORD,
        "--spring.datasource.hikari.data-source-properties.socketFactory="
            + RoundTrips.class.getName(),
        "--spring.kafka.bootstrap-servers=" + bootstrapServers,
        "--sandi.keys.sealing=" + SEALING_KEY,
        "--sandi.keys.mac=" + MAC_KEY,
        "--sandi.internal-token=" + INTERNAL_TOKEN);
  }

  /** Seals what the processor can open. */
  public static Sealer sealer() {
    return new Sealer(KeyRing.parse(SEALING_KEY, "AES"));
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  public ChildProcess processor() {
    return processor;
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        System.err.println("Something of the run is left behind: " + e);
      }
    }
  }
}
