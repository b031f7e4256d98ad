package dev.sandi.ingress.request;

import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;

/** The body of a request, whatever is in it. */
public final class RawBody {

  private RawBody() {}

  /**
   * All of its bytes. Not to be changed.
   *
   * @param most the bytes that it may have
   * @param tooLong what a longer one is refused for
   * @throws Refusal if it is too long, 408 if it is too slow, 400 if it breaks off
   * @throws BodyUnderWay if it has not arrived; {@link AwaitBody} handles that
   */
  public static byte[] of(HttpServletRequest request, int most, Fault tooLong) {
    try {
      return BodyBytes.of(request, most);
    } catch (Refusal refusal) {
      throw refusal.status() == 413 ? tooLong.refusal() : refusal;
    }
  }
}
