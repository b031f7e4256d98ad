package dev.sandi.ingress.request;

import dev.sandi.ingress.connection.Arriving;
import dev.sandi.ingress.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;

/** The bytes of a body, for which no worker waits. */
final class BodyBytes {

  private static final String ATTRIBUTE = BodyBytes.class.getName();

  private BodyBytes() {}

  /**
   * The whole body.
   *
   * @throws Refusal 413 if it is longer than {@code most}, 408 if it did not arrive in time
   * @throws BodyUnderWay if it has not arrived yet: {@link AwaitBody} then has the request handled
   *     once more when it has
   */
  static byte[] of(HttpServletRequest request, int most) {
    Object awaited = request.getAttribute(ATTRIBUTE);
    if (awaited instanceof byte[] bytes) {
      return bytes;
    }
    if (awaited instanceof Refusal refusal) {
      throw refusal;
    }
    long length = request.getContentLengthLong();
    if (length > most) {
      throw Refusal.of(413);
    }
    byte[] bytes = new byte[Math.max(0, (int) length)];
    int arrived = 0;
    if (length >= 0) {
      try {
        arrived = Arriving.read(request, bytes, 0);
      } catch (IOException e) {
        throw brokenOff();
      }
    }
    if (arrived < length || request.getHeader("Transfer-Encoding") != null) {
      throw new BodyUnderWay(Arrays.copyOf(bytes, arrived), most);
    }
    put(request, bytes);
    return bytes;
  }

  /** What {@link #of} is to find from now on: bytes or a refusal. */
  static void put(HttpServletRequest request, Object awaited) {
    request.setAttribute(ATTRIBUTE, awaited);
  }

  static Refusal brokenOff() {
    return Refusal.invalidRequest("body could not be read to its end");
  }
}
