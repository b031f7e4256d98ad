package dev.sandi.ingress.app;

import dev.sandi.ingress.problem.Refusal;
import dev.sandi.value.AppId;
import org.jspecify.annotations.Nullable;

/** Whether a request comes from an app. */
public sealed interface Authentication {

  /** It does. */
  record Granted(App app) implements Authentication {}

  /**
   * It does not. The client is not told more than that.
   *
   * @param named the app that it claims to come from, if there is one; for our own records
   */
  record Denied(@Nullable AppId named) implements Authentication {}

  /**
   * The app.
   *
   * @throws Refusal 401 if there is none
   */
  default App orRefuse() {
    if (this instanceof Granted granted) {
      return granted.app();
    }
    throw Refusal.unauthorized();
  }
}
