package dev.sandi.dispatcher.http;

import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.ReactorNetty;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Notes when each part of one exchange began. It is handed along in the exchange's context, which
 * is that of the channel while the exchange has it. Noted by the channel's thread, read by any.
 */
final class Stopwatch {

  private final boolean encrypted;

  // As System.nanoTime() tells it, but never 0, which is: not yet.
  private volatile long resolving;
  private volatile long resolved;
  private volatile long connecting;
  private volatile long connected;
  private volatile long secured;
  private volatile long asked;
  private volatile long answered;

  /**
   * @param encrypted whether the connection has to be
   */
  Stopwatch(boolean encrypted) {
    this.encrypted = encrypted;
  }

  /** The watch of the exchange that a channel is made for, or is used by; null if it is neither. */
  static @Nullable Stopwatch of(Channel channel) {
    ContextView context = ReactorNetty.getChannelContext(channel);
    return context == null ? null : in(context);
  }

  static @Nullable Stopwatch in(ContextView context) {
    return context.getOrDefault(Stopwatch.class, null);
  }

  /** The context in which an exchange is to run. */
  Context context() {
    return Context.of(Stopwatch.class, this);
  }

  void resolving() {
    resolving = now();
  }

  void resolved() {
    resolved = now();
  }

  /** If several addresses are tried, the first counts. */
  void connecting() {
    if (connecting == 0) {
      connecting = now();
    }
  }

  void connected() {
    connected = now();
  }

  void secured() {
    secured = now();
  }

  void asked() {
    asked = now();
  }

  /** The first of what came counts. */
  void answered() {
    if (answered == 0) {
      answered = now();
    }
  }

  /**
   * Reads it.
   *
   * @param failed whether the exchange ended without an answer
   */
  Timing read(boolean failed) {
    long end = now();
    return new Timing(
        millis(resolving, resolved, end),
        millis(connecting, connected, end),
        encrypted ? millis(connected, secured, end) : null,
        millis(sent(), answered, end),
        asked != 0 && connecting == 0,
        failed ? phase() : null);
  }

  /** With a proxy, a request may wait in the channel until the proxy has a connection. */
  private long sent() {
    boolean early = asked != 0 && connecting != 0 && (connected == 0 || connected - asked > 0);
    return early ? connected : asked;
  }

  private Phase phase() {
    if (answered != 0) {
      return Phase.BODY;
    }
    if (connecting != 0 && connected == 0) {
      return Phase.CONNECT;
    }
    if (connected != 0 && encrypted && secured == 0) {
      return Phase.TLS;
    }
    if (connected != 0 || asked != 0) {
      return Phase.FIRST_BYTE;
    }
    if (resolved != 0) {
      return Phase.CONNECT;
    }
    return resolving == 0 ? Phase.WAITING : Phase.DNS;
  }

  private static @Nullable Integer millis(long from, long to, long end) {
    return from == 0 ? null : (int) TimeUnit.NANOSECONDS.toMillis((to == 0 ? end : to) - from);
  }

  private static long now() {
    return System.nanoTime() | 1;
  }
}
