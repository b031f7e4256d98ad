package dev.sandi.ingress.send;

import dev.sandi.ingress.admission.Decision;
import dev.sandi.ingress.admission.IdempotencyKey;
import dev.sandi.ingress.admission.RateLimitHeaders;
import dev.sandi.ingress.answer.PlainAnswer;
import dev.sandi.ingress.app.App;
import dev.sandi.ingress.app.Authenticate;
import dev.sandi.ingress.app.Authentication;
import dev.sandi.ingress.funnel.AcceptTimes;
import dev.sandi.ingress.problem.Arrival;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.ingress.request.Field;
import dev.sandi.ingress.request.JsonBody;
import dev.sandi.ingress.request.UserAgent;
import dev.sandi.ingress.sandbox.Sandbox;
import dev.sandi.ingress.sandbox.Scenario;
import dev.sandi.ingress.trace.RequestSpan;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /v2/otp/send}: authentication, validation, blocklist, admission, publication. */
@RestController
final class SendController implements SendApi {

  static final String PATH = "/v2/otp/send";

  private final Authenticate authenticate;
  private final Sandbox sandbox;
  private final SendOtp sendOtp;
  private final RepeatAnswer repeatAnswer;
  private final Refusals refusals;
  private final AcceptTimes acceptTimes;
  private final Clock clock;

  SendController(
      Authenticate authenticate,
      Sandbox sandbox,
      SendOtp sendOtp,
      RepeatAnswer repeatAnswer,
      Refusals refusals,
      AcceptTimes acceptTimes,
      Clock clock) {
    this.authenticate = authenticate;
    this.sandbox = sandbox;
    this.sendOtp = sendOtp;
    this.repeatAnswer = repeatAnswer;
    this.refusals = refusals;
    this.acceptTimes = acceptTimes;
    this.clock = clock;
  }

  /** The worker is free while the broker is asked. */
  @Override
  @PostMapping(
      path = PATH,
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public CompletableFuture<ResponseEntity<Accepted>> send(HttpServletRequest http) {
    return send(http, false);
  }

  /** The same in the sandbox, for any app. */
  @Override
  @PostMapping(
      path = PATH + "/sandbox",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public CompletableFuture<ResponseEntity<Accepted>> sendInSandbox(HttpServletRequest http) {
    return send(http, true);
  }

  private CompletableFuture<ResponseEntity<Accepted>> send(
      HttpServletRequest http, boolean sandboxPath) {
    Arrival arrival = Arrival.of(http, clock);
    String userAgent = UserAgent.of(http);
    Authentication authentication = authenticate.of(http);
    if (authentication instanceof Authentication.Denied denied) {
      throw refusals.note(denied.refusal(), denied.named(), null, arrival, userAgent);
    }
    App app = authentication.orRefuse();
    RequestSpan span = RequestSpan.of(http);
    span.isOf(app.id());
    JsonBody body;
    try {
      body = JsonBody.of(http);
    } catch (Refusal refusal) {
      throw refusals.note(refusal, app.id(), null, arrival, userAgent);
    }
    Scenario scenario;
    OtpOrder order;
    IdempotencyKey key;
    try {
      scenario = sandbox.send(app, Field.MSISDN.requiredIn(body), sandboxPath);
      order = OtpOrder.read(body, app).withDefault(scenario.code());
      key = key(http, body);
    } catch (Refusal refusal) {
      Repetition repetition = repetition(http, body, app, arrival, userAgent, refusal);
      if (repetition == null) {
        throw refusals.note(refusal, app.id(), body, arrival, userAgent);
      }
      return answer(repeatAnswer.of(repetition), app, body, arrival, userAgent, span);
    }
    SendOtp.Request request =
        new SendOtp.Request(order, app, scenario, key, arrival, span.trace(http), userAgent);
    return answer(sendOtp.accept(request), app, body, arrival, userAgent, span);
  }

  /** What may have been answered before it came to be refused; null if it cannot have been. */
  private static @Nullable Repetition repetition(
      HttpServletRequest http,
      JsonBody body,
      App app,
      Arrival arrival,
      @Nullable String userAgent,
      Refusal refusal) {
    try {
      IdempotencyKey key = key(http, body);
      return key == null ? null : Repetition.of(body, app, key, arrival, userAgent, refusal);
    } catch (Refusal whateverItsAppsSettings) {
      return null;
    }
  }

  private CompletableFuture<ResponseEntity<Accepted>> answer(
      CompletableFuture<Sent> sending,
      App app,
      JsonBody body,
      Arrival arrival,
      @Nullable String userAgent,
      RequestSpan span) {
    return sending
        .whenComplete(
            (accepted, failure) ->
                Refusal.in(failure)
                    .ifPresent(
                        refusal -> refusals.note(refusal, app.id(), body, arrival, userAgent)))
        .thenApply(
            sent -> {
              span.isAbout(sent.body().sessionId());
              if (!sent.replayed()) {
                acceptTimes.note(app.id(), arrival);
              }
              return created(sent, app);
            });
  }

  private static @Nullable IdempotencyKey key(HttpServletRequest http, JsonBody body) {
    String value = http.getHeader(IdempotencyKey.HEADER);
    return value == null ? null : IdempotencyKey.of(value, http.getRequestURI(), body.bytes());
  }

  private static ResponseEntity<Accepted> created(Sent sent, App app) {
    PlainAnswer<Accepted> answer =
        new PlainAnswer<>(sent.body(), HttpStatus.CREATED)
            .with("Content-Type", MediaType.APPLICATION_JSON_VALUE)
            .with("Cache-Control", "no-store");
    if (sent.replayed()) {
      answer.with(IdempotencyKey.REPLAYED, "true");
    }
    Decision.Allowance left = sent.left();
    if (left != null) {
      answer
          .with(RateLimitHeaders.POLICY, RateLimitHeaders.policy(app.limits()))
          .with(RateLimitHeaders.LIMIT, RateLimitHeaders.left(left));
    }
    return answer;
  }
}
