package dev.sandi.ingress.verify;

import dev.sandi.ingress.answer.PlainAnswer;
import dev.sandi.ingress.app.App;
import dev.sandi.ingress.app.Authenticate;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.request.JsonBody;
import dev.sandi.ingress.sandbox.Sandbox;
import dev.sandi.ingress.sandbox.Verification;
import dev.sandi.ingress.trace.RequestSpan;
import dev.sandi.value.PhoneNumber;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /v2/otp/verify}: the processor decides, this only asks and translates. */
@RestController
final class VerifyController implements VerifyApi {

  static final String PATH = "/v2/otp/verify";

  /** If the processor does not say: the window of its budget of guesses. */
  private static final Duration WINDOW = Duration.ofMinutes(15);

  /** As after a first wrong guess. */
  private static final int SIMULATED_ATTEMPTS_LEFT = 4;

  private final Authenticate authenticate;
  private final Sandbox sandbox;
  private final DecideGuesses guesses;

  VerifyController(Authenticate authenticate, Sandbox sandbox, DecideGuesses guesses) {
    this.authenticate = authenticate;
    this.sandbox = sandbox;
    this.guesses = guesses;
  }

  @Override
  @PostMapping(
      path = PATH,
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public CompletableFuture<ResponseEntity<Verified>> verify(HttpServletRequest http) {
    return verify(http, false);
  }

  /** The same in the sandbox, for any app. */
  @Override
  @PostMapping(
      path = PATH + "/sandbox",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public CompletableFuture<ResponseEntity<Verified>> verifyInSandbox(HttpServletRequest http) {
    return verify(http, true);
  }

  private CompletableFuture<ResponseEntity<Verified>> verify(
      HttpServletRequest http, boolean sandboxPath) {
    App app = authenticate.of(http).orRefuse();
    RequestSpan span = RequestSpan.of(http);
    span.isOf(app.id());
    Guess guess = Guess.read(JsonBody.of(http));
    return sandbox
        .verify(app, guess.msisdn(), sandboxPath)
        .map(VerifyController::verdict)
        .map(CompletableFuture::completedFuture)
        .orElseGet(
            () ->
                guesses.decide(
                    app.id(), guess, sandbox.simulates(app, guess.msisdn(), sandboxPath)))
        .thenApply(
            verdict -> {
              Verified verified = answer(verdict, guess.msisdn());
              if (verified.sessionId() != null) {
                span.isAbout(verified.sessionId());
              }
              return new PlainAnswer<>(verified, HttpStatus.OK)
                  .with("Content-Type", MediaType.APPLICATION_JSON_VALUE)
                  .with("Cache-Control", "no-store");
            });
  }

  private static Verdict verdict(Verification simulated) {
    return switch (simulated) {
      case VERIFIED -> new Verdict.Verified(null);
      case NOT_FOUND -> new Verdict.NotFound(SIMULATED_ATTEMPTS_LEFT, null);
      case EXPIRED -> new Verdict.Expired();
    };
  }

  private static Verified answer(Verdict verdict, PhoneNumber msisdn) {
    if (verdict instanceof Verdict.Verified verified) {
      return new Verified("OTP has been verified", msisdn.digits(), verified.sessionId());
    }
    if (verdict instanceof Verdict.NotFound notFound) {
      throw Fault.OTP_NOT_FOUND
          .refusal()
          .detail("attempts_left", notFound.attemptsLeft())
          .detail("expires_in", notFound.expiresIn());
    }
    if (verdict instanceof Verdict.Locked locked) {
      Long seconds = locked.retryAfter();
      throw Fault.TOO_MANY_ATTEMPTS
          .refusal()
          .retryAfter(seconds == null ? WINDOW : Duration.ofSeconds(seconds));
    }
    throw Fault.OTP_EXPIRED.refusal();
  }
}
