package dev.sandi.ingress.blocklist;

import dev.sandi.ingress.admin.AdminCall;
import dev.sandi.ingress.app.KnownApps;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.problem.OutageLog;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.messaging.Outbox;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Takes over blocks from CSV, a batch of lines in a transaction. What was taken when something
 * fails stays, and importing the same again changes nothing of it.
 *
 * <p>Every block is told through the outbox, as a single one is. Between batches it waits for the
 * relay, so that what others tell meanwhile is behind one batch and not behind a million blocks;
 * while the broker is away it does not.
 */
@Component
class ImportBlocks {

  static final int BATCH = 2000;

  /** Events of the relay that an import may be ahead of. */
  private static final int MOST_WAITING = 4 * BATCH;

  private static final long MOST_BYTES = 200L * 1024 * 1024;
  private static final Duration LONGEST = Duration.ofMinutes(30);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  private final OutageLog outages =
      new OutageLog(LoggerFactory.getLogger(ImportBlocks.class), "An import ends before its time");
  private final Blocks blocks;
  private final ChangeBlocks changes;
  private final KnownApps apps;
  private final Outbox outbox;
  private final Clock clock;

  ImportBlocks(Blocks blocks, ChangeBlocks changes, KnownApps apps, Outbox outbox, Clock clock) {
    this.blocks = blocks;
    this.changes = changes;
    this.apps = apps;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Imports.
   *
   * @param dryRun whether only to look what it would do
   * @throws Refusal 400 for a header or a body that cannot be read, 413 for one that is too long,
   *     503 if something is away; with the report of what was done before
   */
  ImportReport.View run(InputStream csv, boolean dryRun, AdminCall call) {
    return new Run(csv, new ImportReport(dryRun), call).toTheEnd();
  }

  private final class Run {

    private final Lines lines;
    private final ImportReport report;
    private final AdminCall call;
    private final Map<BlockKey, NewBlock> batch = new LinkedHashMap<>();
    private final long start = System.nanoTime();
    private boolean broker = true;

    Run(InputStream csv, ImportReport report, AdminCall call) {
      this.lines = new Lines(csv, this::requireBounds);
      this.report = report;
      this.call = call;
    }

    ImportReport.View toTheEnd() {
      try {
        readAll();
        changes.follow();
        return report.view();
      } catch (Refusal refusal) {
        throw refusal.detail("report", report.view());
      } catch (DataAccessException | TransactionException e) {
        outages.tell(e);
        throw Refusal.unavailable().detail("report", report.view());
      }
    }

    private void readAll() {
      BlockCsv csv = header();
      Lines.Line line = next();
      while (line != null) {
        take(csv, line);
        if (batch.size() == BATCH) {
          settle();
        }
        line = next();
      }
      settle();
    }

    private BlockCsv header() {
      try {
        if (next() instanceof Lines.Text text) {
          return BlockCsv.header(text.text());
        }
      } catch (BlockCsv.BadField e) {
        throw Refusal.invalidRequest("line 1: " + e.getMessage());
      }
      throw Refusal.invalidRequest(
          "line 1 should be names of columns: " + String.join(",", BlockCsv.COLUMNS));
    }

    private Lines.@org.jspecify.annotations.Nullable Line next() {
      try {
        return lines.next();
      } catch (IOException e) {
        settle();
        throw Refusal.invalidRequest("body could not be read to its end");
      }
    }

    private void take(BlockCsv csv, Lines.Line line) {
      if (line instanceof Lines.Fault fault) {
        report.reject(lines.number(), null, fault.why());
      } else if (line instanceof Lines.Text text && !text.text().isBlank()) {
        try {
          NewBlock block =
              csv.read(text.text(), clock.instant(), app -> apps.find(app).isPresent());
          if (batch.put(block.key(), block) != null) {
            report.repeat();
          }
        } catch (BlockCsv.BadField e) {
          report.reject(lines.number(), e.field(), String.valueOf(e.getMessage()));
        }
      }
    }

    private void requireBounds() {
      if (lines.bytes() > MOST_BYTES) {
        settle();
        throw tooLong();
      }
      if (System.nanoTime() - start > LONGEST.toNanos()) {
        settle();
        throw Fault.IMPORT_TOO_SLOW.refusal();
      }
    }

    private void settle() {
      List<NewBlock> all = List.copyOf(batch.values());
      batch.clear();
      if (all.isEmpty()) {
        return;
      }
      if (report.isDryRun()) {
        List<Blocks.Effect> effects = blocks.compare(all);
        count(
            all,
            effects.stream().filter(effect -> effect == Blocks.Effect.ADD).count(),
            effects.stream().filter(effect -> effect == Blocks.Effect.CHANGE).count());
        return;
      }
      awaitRelay();
      List<Blocks.Written> written = changes.block(all, this::record);
      long added = written.stream().filter(Blocks.Written::added).count();
      count(all, added, written.size() - added);
    }

    private void count(List<NewBlock> all, long added, long changed) {
      report.settle(added, changed, all.size() - added - changed);
    }

    /** In the batch's own transaction, so that the record is true however the import ends. */
    private void record(List<Blocks.Written> written) {
      ImportReport.View before = report.view();
      call.changes(Map.of("imported", before.added() + before.changed() + written.size()));
    }

    private void awaitRelay() {
      long end = System.nanoTime() + LONGEST_WAIT.toNanos();
      while (outbox.waiting(MOST_WAITING) == MOST_WAITING) {
        if (!broker || System.nanoTime() - end > 0) {
          broker = false;
          return;
        }
        try {
          TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw Refusal.unavailable();
        }
      }
      broker = true;
    }
  }

  static Refusal tooLong() {
    return Fault.FILE_TOO_LARGE.refusal("%d MiB".formatted(MOST_BYTES / 1024 / 1024));
  }

  static boolean isTooLong(long bytes) {
    return bytes > MOST_BYTES;
  }
}
