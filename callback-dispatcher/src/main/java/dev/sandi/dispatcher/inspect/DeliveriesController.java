package dev.sandi.dispatcher.inspect;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sandi.dispatcher.delivery.DeliveryFilter;
import dev.sandi.dispatcher.delivery.DeliveryState;
import dev.sandi.dispatcher.endpoint.InternalToken;
import dev.sandi.dispatcher.inspect.FindDeliveries.Found;
import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.SessionId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Deliveries, for the ingress' administration. */
@RestController
class DeliveriesController {

  private static final int MOST = 500;

  private final InternalToken token;
  private final FindDeliveries find;
  private final DeliveryViews views;

  DeliveriesController(InternalToken token, FindDeliveries find, DeliveryViews views) {
    this.token = token;
    this.find = find;
    this.views = views;
  }

  /**
   * A page of them.
   *
   * @param next what to give as {@code before} for the next page; null on the last one
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Page(List<DeliveryView> deliveries, @Nullable UUID next) {}

  /** A rule that a parameter breaks. */
  record Wrong(String field, String message) {}

  @GetMapping("/internal/v1/deliveries")
  Page list(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @RequestParam(name = "app", required = false) @Nullable String app,
      @RequestParam(name = "session", required = false) @Nullable String session,
      @RequestParam(name = "type", required = false) @Nullable String type,
      @RequestParam(name = "state", required = false) @Nullable String state,
      @RequestParam(name = "host", required = false) @Nullable String host,
      @RequestParam(name = "from", required = false) @Nullable String from,
      @RequestParam(name = "to", required = false) @Nullable String to,
      @RequestParam(name = "before", required = false) @Nullable UUID before,
      @RequestParam(name = "limit", defaultValue = "50") int limit) {
    token.require(authorization);
    DeliveryFilter filter =
        new DeliveryFilter(
            read(app, AppId::new),
            read(session, SessionId::of),
            type,
            read(state, DeliveryState::of),
            host,
            read(from, text -> time("from", text)),
            read(to, text -> time("to", text)));
    Found found = find.find(filter, before, Math.max(1, Math.min(limit, MOST)));
    return new Page(views.list(found.ids()), found.next());
  }

  @GetMapping("/internal/v1/deliveries/{id}")
  ResponseEntity<DeliveryView> find(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @PathVariable("id") UUID id) {
    token.require(authorization);
    return ResponseEntity.of(views.find(id));
  }

  /** Each rule begins with what it is about. */
  @ExceptionHandler(InvalidValueException.class)
  ResponseEntity<Wrong> wrong(InvalidValueException broken) {
    String rule = String.valueOf(broken.getMessage());
    return ResponseEntity.badRequest().body(new Wrong(rule.split(" ", 2)[0], rule));
  }

  private static <T> @Nullable T read(@Nullable String text, Function<String, T> of) {
    return text == null ? null : of.apply(text);
  }

  private static Instant time(String name, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new InvalidValueException(name + " should be a time like 2027-01-31T00:00:00Z");
    }
  }
}
