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
   * @param refusal 401, or 429 if its address has failed too often
   * @param named the app that it claims to come from, for our own records; null if there is none,
   *     and beyond the limit: a storm must not fill an app's list
   */
  record Denied(Refusal refusal, @Nullable AppId named) implements Authentication {}

  /**
   * The app.
   *
   * @throws Refusal 401 or 429 if there is none
   */
  default App orRefuse() {
    if (this instanceof Denied denied) {
      throw denied.refusal();
    }
    return ((Granted) this).app();
  }
}
