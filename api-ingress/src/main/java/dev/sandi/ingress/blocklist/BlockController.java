package dev.sandi.ingress.blocklist;

import dev.sandi.ingress.admin.AdminCall;
import dev.sandi.ingress.admin.FieldErrors;
import dev.sandi.ingress.admin.Page;
import dev.sandi.ingress.admin.Paging;
import dev.sandi.ingress.app.KnownApps;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.ingress.request.JsonBody;
import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The blocklist, one block at a time: {@code /admin/v1/blocks}. */
@RestController
final class BlockController implements BlockApi {

  /** A rare state costs more pages, and never a slow statement. */
  private static final int MOST_SEEN = 10_000;

  private final ListedBlocks listed;
  private final ChangeBlocks changes;
  private final KnownApps apps;
  private final Clock clock;

  BlockController(ListedBlocks listed, ChangeBlocks changes, KnownApps apps, Clock clock) {
    this.listed = listed;
    this.changes = changes;
    this.apps = apps;
    this.clock = clock;
  }

  /** A page with a cursor may have fewer blocks than asked for, even none. */
  @Override
  @GetMapping(path = "/admin/v1/blocks", produces = MediaType.APPLICATION_JSON_VALUE)
  public Page<Block> list(HttpServletRequest http) {
    Paging paging = Paging.of(http);
    BlockFilter filter = BlockFilter.of(http::getParameter);
    List<Block> found = new ArrayList<>();
    String after = paging.after() == null ? "" : paging.after();
    int size = Math.max(paging.rows(), filter.active() == null ? 0 : MOST_SEEN / 10);
    for (int seen = 0; seen < MOST_SEEN; seen += size) {
      List<Block> blocks =
          listed.after(filter.app(), filter.digits(), after, size, clock.instant());
      blocks.stream().filter(filter::takes).forEach(found::add);
      if (found.size() > paging.limit() || blocks.size() < size) {
        return paging.page(found.subList(0, Math.min(found.size(), paging.rows())), Block::key);
      }
      after = blocks.get(blocks.size() - 1).key();
    }
    return new Page<>(found, Paging.cursor(after));
  }

  @Override
  @PostMapping(
      path = "/admin/v1/blocks",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<Block> add(HttpServletRequest http) {
    AdminCall call = AdminCall.of(http);
    NewBlock block = BlockOrder.read(JsonBody.of(http), clock.instant());
    AppId app = block.key().appId();
    if (app != null && apps.find(app).isEmpty()) {
      throw new FieldErrors().add("app_id", "there is no such app").refusal(422);
    }
    List<Blocks.Written> written =
        changes.block(
            List.of(block), changed -> call.changes(Map.of("blocked", block.key().toString())));
    changes.follow();
    boolean added = !written.isEmpty() && written.get(0).added();
    return ResponseEntity.status(added ? HttpStatus.CREATED : HttpStatus.OK)
        .body(find(block.key()));
  }

  @Override
  @GetMapping(
      path = {"/admin/v1/blocks/{digits}", "/admin/v1/blocks/{app}/{digits}"},
      produces = MediaType.APPLICATION_JSON_VALUE)
  public Block get(
      @PathVariable(name = "app", required = false) @Nullable String app,
      @PathVariable("digits") String digits) {
    return find(key(app, digits));
  }

  @Override
  @DeleteMapping({"/admin/v1/blocks/{digits}", "/admin/v1/blocks/{app}/{digits}"})
  public ResponseEntity<Void> remove(
      HttpServletRequest http,
      @PathVariable(name = "app", required = false) @Nullable String app,
      @PathVariable("digits") String digits) {
    AdminCall call = AdminCall.of(http);
    BlockKey key = key(app, digits);
    if (!changes.unblock(key, () -> call.changes(Map.of("unblocked", key.toString())))) {
      throw notFound();
    }
    changes.follow();
    return ResponseEntity.noContent().build();
  }

  private Block find(BlockKey key) {
    return listed.find(key, clock.instant()).orElseThrow(BlockController::notFound);
  }

  private static BlockKey key(@Nullable String app, String digits) {
    try {
      return BlockKey.parse(app == null ? digits : app + "/" + digits);
    } catch (InvalidValueException e) {
      throw notFound();
    }
  }

  private static Refusal notFound() {
    return Fault.BLOCK_NOT_FOUND.refusal();
  }
}
