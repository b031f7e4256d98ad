package dev.sandi.ingress.problem;

import dev.sandi.value.UuidV7;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * When a request came, and the id under which it is answered, logged and listed.
 *
 * @param requestId a UUID of version 7, made by us for each request
 * @param nanos {@link System#nanoTime()} of the arrival, to measure what time is left
 */
public record Arrival(UUID requestId, Instant at, long nanos) {

  /** The response header that carries the request's id. */
  public static final String HEADER = "X-Request-Id";

  private static final String ATTRIBUTE = Arrival.class.getName();

  /** The request's arrival, noted now if no filter has noted it: errors come before filters. */
  public static Arrival of(HttpServletRequest request, Clock clock) {
    if (request.getAttribute(ATTRIBUTE) instanceof Arrival noted) {
      return noted;
    }
    Instant now = clock.instant();
    Arrival arrival = new Arrival(UuidV7.at(now), now, System.nanoTime());
    request.setAttribute(ATTRIBUTE, arrival);
    return arrival;
  }

  /**
   * Tells the client the id of its request, and its browser to make no page of the answer. An id
   * that it brings itself is not taken over.
   */
  public static void announce(
      HttpServletRequest request, HttpServletResponse response, Clock clock) {
    announce(response, of(request, clock).requestId());
  }

  /** Pages say for themselves what they may do, over this. */
  static void announce(HttpServletResponse response, UUID requestId) {
    response.setHeader(HEADER, requestId.toString());
    response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    response.setHeader("X-Content-Type-Options", "nosniff");
  }

  /** Measures from now on: the time that a client takes to send its request is not ours. */
  public static void restart(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Arrival noted) {
      request.setAttribute(ATTRIBUTE, new Arrival(noted.requestId, noted.at, System.nanoTime()));
    }
  }

  /** Whether {@code needed} still fits, if the whole answer may take {@code whole}. */
  public boolean leaves(Duration needed, Duration whole) {
    return System.nanoTime() - nanos + needed.toNanos() <= whole.toNanos();
  }
}
