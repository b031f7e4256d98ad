package dev.sandi.ingress.blocklist;

import dev.sandi.ingress.admin.AdminCall;
import dev.sandi.ingress.admin.FieldErrors;
import dev.sandi.ingress.connection.Arriving;
import dev.sandi.ingress.problem.Fault;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The blocklist as CSV, in and out; of any size, and in pieces. */
@RestController
final class BlockCsvController implements BlockCsvApi {

  private static final int PAGE = 5000;

  private final ImportBlocks importBlocks;
  private final ListedBlocks listed;
  private final Clock clock;
  private final Semaphore imports = new Semaphore(1);

  BlockCsvController(ImportBlocks importBlocks, ListedBlocks listed, Clock clock) {
    this.importBlocks = importBlocks;
    this.listed = listed;
    this.clock = clock;
  }

  /** One at a time on a copy: it takes as much of the database as it is given. */
  @Override
  @PostMapping(
      path = "/admin/v1/blocks/import",
      consumes = "text/csv",
      produces = MediaType.APPLICATION_JSON_VALUE)
  public ImportReport.View take(HttpServletRequest http) throws IOException {
    AdminCall call = AdminCall.of(http);
    boolean dryRun = dryRun(http);
    requireUtf8(http);
    if (ImportBlocks.isTooLong(http.getContentLengthLong())) {
      throw ImportBlocks.tooLong();
    }
    if (!imports.tryAcquire()) {
      throw Fault.IMPORT_RUNNING.refusal();
    }
    try {
      return importBlocks.run(http.getInputStream(), dryRun, call);
    } finally {
      imports.release();
    }
  }

  private static boolean dryRun(HttpServletRequest http) {
    // Of the query alone: a form would be read from the body.
    String value = http.getParameter("dry_run");
    if (value == null || value.isEmpty() || value.equals("false")) {
      return false;
    }
    if (value.equals("true")) {
      return true;
    }
    throw new FieldErrors().add("dry_run", "dry_run should be true or false").refusal(400);
  }

  private static void requireUtf8(HttpServletRequest http) {
    String encoding = http.getHeader("Content-Encoding");
    Charset charset = MediaType.parseMediaType(http.getContentType()).getCharset();
    if ((encoding != null && !encoding.toLowerCase(Locale.ROOT).equals("identity"))
        || (charset != null && !charset.equals(StandardCharsets.UTF_8))) {
      throw Fault.NO_CSV.refusal();
    }
  }

  /**
   * Blocks that hold, as a file to import. Read page by page: no transaction is open while a client
   * is slow, and what changes meanwhile may be in it or not.
   */
  @Override
  @GetMapping(path = "/admin/v1/blocks/export", produces = "text/csv")
  public void give(HttpServletRequest http, HttpServletResponse response) throws IOException {
    BlockFilter filter = BlockFilter.of(http::getParameter);
    List<Block> page = page(filter, "");
    Arriving.bePatient(http);
    response.setContentType("text/csv; charset=UTF-8");
    response.setHeader("Content-Disposition", "attachment; filename=\"blocks.csv\"");
    Writer out =
        new BufferedWriter(
            new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8), 1 << 16);
    out.write(CsvLine.write(BlockCsv.COLUMNS));
    out.write("\r\n");
    while (!page.isEmpty()) {
      for (Block block : page) {
        if (block.isActive()) {
          out.write(BlockCsv.write(block));
          out.write("\r\n");
        }
      }
      page = page(filter, page.get(page.size() - 1).key());
    }
    out.flush();
  }

  private List<Block> page(BlockFilter filter, String after) {
    return listed.after(filter.app(), filter.digits(), after, PAGE, clock.instant());
  }
}
