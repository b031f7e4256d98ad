package dev.sandi.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * How fast a large backlog of requests becomes messages, all checks looking, until the broker has
 * what is told of each; beside what the same database takes of the same rows from clients that do
 * nothing else.
 */
final class Drain {

  private static final double TARGET = 0.50;
  private static final String APP = "waiting";

  /** Nobody verifies here, which honest people do: checks look, and refuse nothing. */
  private static final Map<String, String> LOOKING =
      Map.of(
          "spam", "shadow", "sequential", "shadow", "conversion", "shadow", "geography", "shadow");

  /** What the intake writes of a request. */
  private static final List<Rows> ALL =
      List.of(
          Rows.of("sessions"),
          Rows.of("recent_requests"),
          Rows.of("challenges"),
          // They are gone once they are sent.
          new Rows(
              "submissions",
              "select session_id::text from sessions limit ?",
              """
              insert into public.raw_submissions (session_id, code_id, gateway, due_at)
              select id::uuid, gen_random_uuid(), 'simulator', now() from unnest(?::text[]) as id
              """));

  /** As many as the processor takes at most. */
  private static final int BATCH = 1_000;

  /** As many as there are consumers. */
  private static final int WRITERS = 2;

  private static final int RAW_BATCHES = 200;

  /** Connections and plans are new to the first of them. */
  private static final int WARM_UP_BATCHES = 40;

  private static final long BETWEEN_LINES = TimeUnit.SECONDS.toNanos(10);

  private final Progress progress;
  private final ProcessorInstallation installation;
  private final Backlog backlog;
  private long told = System.nanoTime();
  private final int requests = Property.number("drain.requests", 1_000_000, 10_000, 10_000_000);

  private Drain(Progress progress, ProcessorInstallation installation, Backlog backlog) {
    this.progress = progress;
    this.installation = installation;
    this.backlog = backlog;
  }

  static void measure(Settings settings, Progress progress, Table table) {
    progress.tell("Starting a broker, a database that waits for its disk, and the processor");
    ProcessorInstallation installation =
        ProcessorInstallation.start(settings.dir(), Map.of(), null, List.of());
    Thread hook = new Thread(installation::close, "end");
    Runtime.getRuntime().addShutdownHook(hook);
    try (Backlog backlog = new Backlog(installation.bootstrapServers())) {
      new Drain(progress, installation, backlog).measure(settings, table);
    } catch (SQLException e) {
      throw new BenchmarkFailure("The database does not take the rows.", e);
    } finally {
      Runtime.getRuntime().removeShutdownHook(hook);
      installation.close();
    }
  }

  private void measure(Settings settings, Table table) throws SQLException {
    backlog.set(APP, LOOKING);
    progress.tell("Drain: warming up");
    for (int i = 0; i < 4; i++) {
      progress.tell("%,.0f/s", drain(settings.requests()));
    }
    progress.tell("Drain: %,d requests", requests);
    double drained = drain(requests);
    progress.tell("%,.0f/s", drained);
    // Handsets still report, and what was told is still published.
    installation.processor().close();
    double raw = raw();
    progress.tell("the rows alone: those of %,.0f requests/s", raw);
    table.add(
        "drain of %,d waiting requests, until told, requests/s".formatted(requests),
        "%,.0f".formatted(drained));
    table.add(
        "the same rows (%s) alone, %d a commit, %d connections, requests/s"
            .formatted(
                ALL.stream().map(Rows::table).collect(Collectors.joining(", ")), BATCH, WRITERS),
        "%,.0f".formatted(raw));
    table.add(
        "drain ÷ rows alone",
        String.format(Locale.ROOT, "%.2f", drained / raw),
        "≥ %.2f".formatted(TARGET),
        drained / raw >= TARGET);
  }

  private double drain(int count) {
    installation.processor().ask("pause");
    backlog.fillForLong(APP, count);
    installation.processor().ask("resume");
    return count / backlog.awaitOutcomes(count, this::tell).seconds();
  }

  private void tell(int soFar) {
    if (System.nanoTime() - told > BETWEEN_LINES) {
      told = System.nanoTime();
      progress.tell("%,d told of", soFar);
    }
  }

  /** Into copies of the processor's tables, with all of their indexes. */
  private double raw() throws SQLException {
    List<Map<Rows, String[]>> batches = new ArrayList<>();
    try (Connection connection = installation.superuser()) {
      connection.setSchema("processor");
      for (Rows rows : ALL) {
        rows.copyTable(connection);
        List<String> read = rows.read(connection, RAW_BATCHES * BATCH);
        for (int n = 0; n < read.size() / BATCH; n++) {
          if (batches.size() == n) {
            batches.add(new LinkedHashMap<>());
          }
          String[] batch = read.subList(n * BATCH, (n + 1) * BATCH).toArray(String[]::new);
          batches.get(n).put(rows, batch);
        }
      }
    }
    write(batches.subList(0, WARM_UP_BATCHES));
    try (Connection connection = installation.superuser();
        var statement = connection.createStatement()) {
      statement.execute("vacuum analyze");
      statement.execute("checkpoint");
    }
    return (batches.size() - WARM_UP_BATCHES)
        * (double) BATCH
        / write(batches.subList(WARM_UP_BATCHES, batches.size()));
  }

  /** By connections that do nothing else; in seconds. */
  private double write(List<Map<Rows, String[]>> batches) {
    Queue<Map<Rows, String[]>> waiting = new ConcurrentLinkedQueue<>(batches);
    long start = System.nanoTime();
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      writers.add(CompletableFuture.runAsync(() -> write(waiting)));
    }
    try {
      CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      throw new BenchmarkFailure("The rows cannot be written.", e);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private void write(Queue<Map<Rows, String[]>> waiting) {
    try (Connection connection = installation.superuser()) {
      connection.setSchema("processor");
      connection.setAutoCommit(false);
      for (var batch = waiting.poll(); batch != null; batch = waiting.poll()) {
        for (var rows : batch.entrySet()) {
          rows.getKey().write(connection, rows.getValue());
        }
        connection.commit();
      }
    } catch (SQLException e) {
      throw new BenchmarkFailure("The rows cannot be written.", e);
    }
  }

  /**
   * Rows of a table.
   *
   * @param read reads them as texts, at most so many
   * @param write writes them to a copy of the table
   */
  private record Rows(String table, String read, String write) {

    static Rows of(String table) {
      return new Rows(
          table,
          "select t::text from %s t limit ?".formatted(table),
          "insert into public.raw_%1$s select * from unnest(?::text[]::%1$s[])".formatted(table));
    }

    void copyTable(Connection connection) throws SQLException {
      try (var statement = connection.createStatement()) {
        statement.execute(
            "create table public.raw_%1$s (like %1$s including all)".formatted(table));
      }
    }

    List<String> read(Connection connection, int most) throws SQLException {
      List<String> rows = new ArrayList<>();
      try (var statement = connection.prepareStatement(read)) {
        statement.setInt(1, most);
        try (ResultSet found = statement.executeQuery()) {
          while (found.next()) {
            rows.add(found.getString(1));
          }
        }
      }
      return rows;
    }

    void write(Connection connection, String[] rows) throws SQLException {
      try (var statement = connection.prepareStatement(write)) {
        statement.setArray(1, connection.createArrayOf("text", rows));
        statement.executeUpdate();
      }
    }
  }
}
