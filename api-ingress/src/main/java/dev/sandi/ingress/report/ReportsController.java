package dev.sandi.ingress.report;

import dev.sandi.ingress.answer.PlainAnswer;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.ingress.source.Sources;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v2/reports/{gateway}}: the processor decides, this only forwards and translates. */
@RestController
final class ReportsController implements ReportsApi {

  private static final String PLAIN = "/v2/reports/{gateway}";
  private static final String SECRET = "/v2/reports/{gateway}/{secret}";

  private final ForwardReport forward;
  private final Sources sources;

  ReportsController(ForwardReport forward, Sources sources) {
    this.forward = forward;
    this.sources = sources;
  }

  @Override
  @PostMapping(path = {PLAIN, SECRET})
  public CompletableFuture<ResponseEntity<Told>> post(
      @PathVariable("gateway") String gateway,
      @PathVariable(name = "secret", required = false) @Nullable String secret,
      HttpServletRequest http) {
    return forward(gateway, secret, http);
  }

  @Override
  @GetMapping(path = {PLAIN, SECRET})
  public CompletableFuture<ResponseEntity<Told>> get(
      @PathVariable("gateway") String gateway,
      @PathVariable(name = "secret", required = false) @Nullable String secret,
      HttpServletRequest http) {
    return forward(gateway, secret, http);
  }

  private CompletableFuture<ResponseEntity<Told>> forward(
      String gateway, @Nullable String secret, HttpServletRequest http) {
    return forward
        .forward(gateway, Report.of(http, secret, sources))
        .thenApply(ReportsController::answer);
  }

  private static ResponseEntity<Told> answer(Told told) {
    if (told.isTaken()) {
      return new PlainAnswer<>(told, HttpStatusCode.valueOf(told.status()))
          .with("Content-Type", told.contentType())
          .with("Cache-Control", "no-store");
    }
    throw switch (told.status()) {
      case 400 -> Fault.INVALID_REPORT.refusal();
      case 401 -> Refusal.unauthorized();
      case 404 -> Fault.NOT_FOUND.refusal();
      default -> Refusal.unavailable();
    };
  }
}
