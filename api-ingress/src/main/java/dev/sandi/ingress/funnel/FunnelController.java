package dev.sandi.ingress.funnel;

import dev.sandi.ingress.app.App;
import dev.sandi.ingress.app.Authenticate;
import dev.sandi.ingress.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v2/otp/funnel}: of the app that asks. */
@RestController
final class FunnelController implements FunnelApi {

  private final Authenticate authenticate;
  private final ShowFunnel showFunnel;

  FunnelController(Authenticate authenticate, ShowFunnel showFunnel) {
    this.authenticate = authenticate;
    this.showFunnel = showFunnel;
  }

  @Override
  @GetMapping(path = "/v2/otp/funnel", produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<Funnel> funnel(HttpServletRequest http) {
    App app = authenticate.of(http).orRefuse();
    int hours =
        ShowFunnel.hours(http).orElseThrow(() -> Refusal.invalidRequest(ShowFunnel.WRONG_HOURS));
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .header("Cache-Control", "no-store")
        .body(showFunnel.of(app.id(), hours));
  }
}
