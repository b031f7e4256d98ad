package dev.sandi.ingress.status;

import dev.sandi.ingress.app.App;
import dev.sandi.ingress.app.Authenticate;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.SessionId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What became of requests: {@code GET /v2/otp} and {@code GET /v2/otp/{session_id}}. */
@RestController
final class StatusController implements StatusApi {

  private final Authenticate authenticate;
  private final FindSession findSession;
  private final RecentRequests requests;

  StatusController(Authenticate authenticate, FindSession findSession, RecentRequests requests) {
    this.authenticate = authenticate;
    this.findSession = findSession;
    this.requests = requests;
  }

  /** Not {@code send} and {@code verify}: a {@code GET} of those is a wrong method. */
  @Override
  @GetMapping(
      path = "/v2/otp/{session_id:(?!(?:send|verify)$).+}",
      produces = MediaType.APPLICATION_JSON_VALUE)
  public CompletableFuture<ResponseEntity<SessionView>> session(
      HttpServletRequest http, @PathVariable("session_id") String text) {
    App app = authenticate.of(http).orRefuse();
    SessionId session = session(text);
    return findSession
        .find(app.id(), session)
        .thenApply(
            found ->
                found
                    .map(StatusController::ok)
                    .orElseThrow(() -> Fault.SESSION_NOT_FOUND.refusal()));
  }

  @Override
  @GetMapping(path = "/v2/otp", produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<Page> list(HttpServletRequest http) {
    App app = authenticate.of(http).orRefuse();
    ListQuery query = ListQuery.of(http);
    return ok(requests.page(query.filter(app.id()), query.limit()));
  }

  private static SessionId session(String text) {
    try {
      return SessionId.of(text);
    } catch (InvalidValueException e) {
      throw Refusal.invalidRequest(String.valueOf(e.getMessage()));
    }
  }

  private static <T> ResponseEntity<T> ok(T body) {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .header("Cache-Control", "no-store")
        .body(body);
  }
}
