package dev.sandi.dispatcher.trial;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sandi.dispatcher.app.App;
import dev.sandi.dispatcher.app.Apps;
import dev.sandi.dispatcher.delivery.DeliveryFilter;
import dev.sandi.dispatcher.delivery.SendTestCallback;
import dev.sandi.dispatcher.delivery.SendTestCallback.Sent;
import dev.sandi.dispatcher.delivery.SendTestCallback.TooManyException;
import dev.sandi.dispatcher.endpoint.InternalToken;
import dev.sandi.dispatcher.http.ShownRequest;
import dev.sandi.dispatcher.inspect.AttemptView;
import dev.sandi.dispatcher.inspect.ErrorInWords;
import dev.sandi.value.AppId;
import dev.sandi.value.CallbackUrl;
import dev.sandi.value.InvalidValueException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Test callbacks, for the ingress' administration. */
@RestController
class TestDeliveriesController {

  private final InternalToken token;
  private final Apps apps;
  private final SendTestCallback send;
  private final Clock clock;

  TestDeliveriesController(InternalToken token, Apps apps, SendTestCallback send, Clock clock) {
    this.token = token;
    this.apps = apps;
    this.send = send;
    this.clock = clock;
  }

  /**
   * What is asked for.
   *
   * @param type {@code sandi.test} if it is null
   */
  record Wanted(@Nullable String url, @Nullable String type) {}

  /** The request as it was sent, and what came of it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Tested(@Nullable ShownRequest request, AttemptView attempt) {}

  /** A rule that a field breaks. */
  record Wrong(String field, String message) {}

  @PostMapping("/internal/v1/apps/{app}/test-deliveries")
  ResponseEntity<?> send(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @PathVariable("app") String id,
      @RequestBody Wanted wanted)
      throws InterruptedException {
    token.require(authorization);
    String type = wanted.type() == null ? TestBody.TYPE : wanted.type();
    if (!type.equals(TestBody.TYPE) && !DeliveryFilter.TYPES.contains(type)) {
      return wrong(
          "type",
          "type should be one of %s, %s"
              .formatted(TestBody.TYPE, String.join(", ", DeliveryFilter.TYPES)));
    }
    CallbackUrl url;
    try {
      url = new CallbackUrl(wanted.url() == null ? "" : wanted.url());
    } catch (InvalidValueException e) {
      return wrong("url", String.valueOf(e.getMessage()));
    }
    Optional<App> app = app(id);
    if (app.isEmpty()) {
      return ResponseEntity.notFound().build();
    }
    try {
      TestBody body = TestBody.of(type, clock.instant());
      return ResponseEntity.ok(
          tested(send.send(app.get(), body.session(), type, url, body.body())));
    } catch (TooManyException e) {
      return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS).build();
    }
  }

  private Optional<App> app(String id) {
    try {
      return apps.find(List.of(new AppId(id))).stream().findFirst();
    } catch (InvalidValueException e) {
      return Optional.empty();
    }
  }

  private static Tested tested(Sent sent) {
    return new Tested(
        sent.request(),
        new AttemptView(
            1,
            sent.startedAt(),
            (int) sent.duration().toMillis(),
            sent.timing().dnsMs(),
            sent.timing().connectMs(),
            sent.timing().tlsMs(),
            sent.timing().firstByteMs(),
            sent.timing().reused(),
            sent.phase(),
            sent.status(),
            sent.error(),
            ErrorInWords.of(sent.error(), sent.status(), sent.phase()),
            sent.answerHead()));
  }

  private static ResponseEntity<Wrong> wrong(String field, String message) {
    return ResponseEntity.badRequest().body(new Wrong(field, message));
  }
}
