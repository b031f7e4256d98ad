package dev.sandi.ingress.send;

import dev.sandi.ingress.problem.Arrival;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.ingress.request.Field;
import dev.sandi.ingress.request.JsonBody;
import dev.sandi.ingress.status.RefusedRequest;
import dev.sandi.ingress.status.RefusedRequests;
import dev.sandi.value.AppId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Notes refused requests, so that their app finds them among its recent ones. */
@Component
final class Refusals {

  private final RefusedRequests refused;

  Refusals(RefusedRequests refused) {
    this.refused = refused;
  }

  /**
   * Notes a refusal, with as much of the request as can be read.
   *
   * @param app the app that it is listed for; nothing is noted without one
   * @return the refusal, to be thrown
   */
  Refusal note(
      Refusal refusal,
      @Nullable AppId app,
      @Nullable JsonBody body,
      Arrival arrival,
      @Nullable String userAgent) {
    if (app != null) {
      refused.add(
          new RefusedRequest(
              arrival.requestId(),
              app,
              valid(Field.MSISDN, body),
              valid(Field.CHALLENGE, body),
              refusal.status(),
              refusal.slug(),
              userAgent,
              arrival.at()));
    }
    return refusal;
  }

  private static <T> @Nullable T valid(Field<T> field, @Nullable JsonBody body) {
    if (body == null) {
      return null;
    }
    try {
      Optional<T> value = field.in(body);
      return value.orElse(null);
    } catch (Refusal breaksItsRule) {
      return null;
    }
  }
}
