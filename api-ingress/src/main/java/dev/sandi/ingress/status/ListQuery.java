package dev.sandi.ingress.status;

import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.PhoneNumber;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants listed. A parameter without a value counts as absent.
 *
 * @param limit 1 to 100, by default 20
 */
record ListQuery(
    int limit, Cursor after, @Nullable RequestState status, @Nullable PhoneNumber msisdn) {

  private static final int DEFAULT_LIMIT = 20;
  private static final int MOST = 100;

  /**
   * Reads {@code limit}, {@code cursor}, {@code status} and {@code msisdn}.
   *
   * @throws Refusal 400 if one of them breaks its rule
   */
  static ListQuery of(HttpServletRequest http) {
    return of(http::getParameter);
  }

  static ListQuery of(Function<String, @Nullable String> parameters) {
    String limit = given(parameters, "limit");
    String cursor = given(parameters, "cursor");
    String status = given(parameters, "status");
    String msisdn = given(parameters, "msisdn");
    try {
      return new ListQuery(
          limit == null ? DEFAULT_LIMIT : limit(limit),
          cursor == null ? Cursor.START : Cursor.of(cursor),
          status == null ? null : status(status),
          msisdn == null ? null : msisdnOrRefuse(msisdn));
    } catch (InvalidValueException e) {
      throw Refusal.invalidRequest(String.valueOf(e.getMessage()));
    }
  }

  RecentRequests.Filter filter(AppId app) {
    return new RecentRequests.Filter(app, after, status, msisdn);
  }

  private static @Nullable String given(
      Function<String, @Nullable String> parameters, String name) {
    String value = parameters.apply(name);
    return value == null || value.isEmpty() ? null : value;
  }

  private static int limit(String text) {
    int limit = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MOST) {
      throw new InvalidValueException("limit should between 1-100");
    }
    return limit;
  }

  /**
   * Reads a status.
   *
   * @throws InvalidValueException if it is none
   */
  static RequestState status(String text) {
    return RequestState.find(text)
        .orElseThrow(
            () ->
                new InvalidValueException(
                    "status should be one of "
                        + Arrays.stream(RequestState.values())
                            .map(RequestState::toString)
                            .collect(Collectors.joining(", "))));
  }

  /**
   * Reads a number. In a query, an unescaped plus sign arrives as a space.
   *
   * @throws InvalidValueException if it is none
   */
  static PhoneNumber msisdn(String text) {
    return PhoneNumber.of(text.startsWith(" ") ? text.substring(1) : text);
  }

  private static PhoneNumber msisdnOrRefuse(String text) {
    try {
      return msisdn(text);
    } catch (InvalidValueException e) {
      throw Fault.INVALID_MSISDN.refusal(String.valueOf(e.getMessage()));
    }
  }
}
