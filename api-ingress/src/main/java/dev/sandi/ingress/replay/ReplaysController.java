package dev.sandi.ingress.replay;

import dev.sandi.ingress.admin.AdminCall;
import dev.sandi.ingress.admin.Page;
import dev.sandi.ingress.admin.Paging;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.request.JsonBody;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** {@code /admin/v1/deliveries/{delivery}/replay} and {@code /admin/v1/replays}. */
@RestController
final class ReplaysController implements ReplaysApi {

  private static final JsonMapper JSON = new JsonMapper();
  private static final byte[] NOTHING = {};

  /** What becomes part of the path that the dispatcher is asked by. */
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final AskForReplays dispatcher;

  ReplaysController(AskForReplays dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Override
  @PostMapping(
      path = "/admin/v1/deliveries/{delivery}/replay",
      produces = MediaType.APPLICATION_JSON_VALUE)
  public ReplayViews.Delivery replay(
      HttpServletRequest http, @PathVariable("delivery") String delivery) {
    ReplayViews.Delivery replayed =
        dispatcher.ask(
            "POST",
            "/deliveries/" + id(delivery, Fault.DELIVERY_NOT_FOUND) + "/replay",
            NOTHING,
            ReplayViews.Delivery.class,
            Fault.DELIVERY_NOT_FOUND,
            Fault.DELIVERY_NOT_REPLAYABLE);
    AdminCall.of(http).changes(Map.of("delivery", replayed.id(), "replayed", replayed.replayed()));
    return replayed;
  }

  @Override
  @PostMapping(
      path = "/admin/v1/replays",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<ReplayViews.Replay> begin(HttpServletRequest http) {
    Map<String, Object> order = ReplayBody.read(JsonBody.of(http));
    ReplayViews.Replay begun =
        dispatcher.ask(
            "POST",
            "/replays",
            JSON.writeValueAsBytes(order),
            ReplayViews.Replay.class,
            Fault.UNAVAILABLE,
            Fault.TOO_MANY_REPLAYS);
    AdminCall.of(http)
        .changes(Map.of("replay", begun.id(), "filter", begun.filter(), "rate", begun.rate()));
    return ResponseEntity.accepted().contentType(MediaType.APPLICATION_JSON).body(begun);
  }

  @Override
  @GetMapping(path = "/admin/v1/replays", produces = MediaType.APPLICATION_JSON_VALUE)
  public Page<ReplayViews.Replay> list(HttpServletRequest http) {
    Paging paging = Paging.of(http);
    UUID after = paging.afterId();
    String query = "?limit=" + paging.rows() + (after == null ? "" : "&after=" + after);
    List<ReplayViews.Replay> rows = ask("GET", query, ReplayViews.Replays.class).replays();
    return paging.page(rows, ReplayViews.Replay::id);
  }

  @Override
  @GetMapping(path = "/admin/v1/replays/{replay}", produces = MediaType.APPLICATION_JSON_VALUE)
  public ReplayViews.Replay find(@PathVariable("replay") String replay) {
    return ask("GET", "/" + id(replay, Fault.REPLAY_NOT_FOUND), ReplayViews.Replay.class);
  }

  @Override
  @PostMapping(
      path = "/admin/v1/replays/{replay}/cancel",
      produces = MediaType.APPLICATION_JSON_VALUE)
  public ReplayViews.Replay cancel(HttpServletRequest http, @PathVariable("replay") String replay) {
    String path = "/" + id(replay, Fault.REPLAY_NOT_FOUND) + "/cancel";
    ReplayViews.Replay cancelled = ask("POST", path, ReplayViews.Replay.class);
    AdminCall.of(http).changes(Map.of("replay", cancelled.id(), "state", cancelled.state()));
    return cancelled;
  }

  private <T> T ask(String method, String path, Class<T> type) {
    return dispatcher.ask(
        method, "/replays" + path, NOTHING, type, Fault.REPLAY_NOT_FOUND, Fault.UNAVAILABLE);
  }

  private static String id(String text, Fault missing) {
    if (!ID.matcher(text).matches()) {
      throw missing.refusal();
    }
    return text;
  }
}
