package dev.sandi.bench;

import dev.sandi.crypto.KeyRing;
import dev.sandi.crypto.Sealer;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A broker, a database and the processor with its simulated handsets, as processes. */
public final class ProcessorInstallation implements AutoCloseable {

  public static final String INTERNAL_TOKEN = Backends.INTERNAL_TOKEN;

  /** For a database whose files end with the run: nothing waits for a disk. */
  public static final Map<String, String> HASTY =
      Map.of("fsync", "off", "synchronous_commit", "off", "full_page_writes", "off");

  private static final String MAC_KEY = "b1:c2FuZGktdGVzdC1jb2RlLW1hYy1rZXktMzItYnl0ZXM=";

  private final Backends backends;
  private final ChildProcess processor;
  private final int port;

  private ProcessorInstallation(
      Backends backends, @Nullable Instant now, List<String> jvm, List<String> settings) {
    this.backends = backends;
    List<String> args = arguments(backends, now, settings);
    List<String> heap = new ArrayList<>(List.of("-Xms1g", "-Xmx1g"));
    heap.addAll(jvm);
    this.processor = backends.child(ProcessorProcess.class, heap, args);
    this.port = Integer.parseInt(processor.hear());
  }

  /** What a processor on these backends is told. */
  static List<String> arguments(Backends backends, @Nullable Instant now, List<String> settings) {
    List<String> args = new ArrayList<>();
    args.add(now == null ? "0" : Long.toString(now.toEpochMilli()));
    args.addAll(backends.arguments());
    args.add("--spring.profiles.active=local");
    args.add("--logging.level.root=WARN");
    args.add("--sandi.keys.mac=" + MAC_KEY);
    settings.forEach(setting -> args.add("--" + setting));
    return args;
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
    return new ProcessorInstallation(Backends.start(within, database), now, List.of(), settings);
  }

  /** Starts the processor by the clock of this machine, with more arguments for its JVM. */
  static ProcessorInstallation on(Backends backends, List<String> jvm) {
    return new ProcessorInstallation(backends, null, jvm, List.of());
  }

  /** Seals what the processor can open. */
  public static Sealer sealer() {
    return new Sealer(KeyRing.parse(Backends.SEALING_KEY, "AES"));
  }

  public String bootstrapServers() {
    return backends.bootstrapServers();
  }

  public ChildProcess processor() {
    return processor;
  }

  int port() {
    return port;
  }

  /** A connection that may do everything. */
  Connection superuser() throws SQLException {
    return backends.postgres().superuser();
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  @Override
  public void close() {
    backends.close();
  }
}
