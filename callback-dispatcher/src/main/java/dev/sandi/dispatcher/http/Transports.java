package dev.sandi.dispatcher.http;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.resources.ConnectionProvider;

/**
 * The ways to customers' servers: one for all, and one for whatever else an app has of certificates
 * and keys. Each has connections of its own, so that none is used for another app's, and no TLS
 * session resumed.
 *
 * <p>No more than {@value #MOST} are kept. One that was not used for longest is closed when there
 * are more, as soon as the last exchange has ended that may have begun with it.
 */
final class Transports implements AutoCloseable {

  static final int MOST = 250;

  private final CallbackTransport usual;
  private final Opens opens;
  private final Duration deadline;
  private final Map<String, Opened> opened = new LinkedHashMap<>(16, 0.75f, true);

  /** How a way is opened; the caller closes its connections. */
  @FunctionalInterface
  interface Opens {
    Opened open(AppTls tls);
  }

  record Opened(ConnectionProvider connections, CallbackTransport transport) {}

  /**
   * @param deadline longest duration of one exchange
   */
  Transports(CallbackTransport usual, Opens opens, Duration deadline) {
    this.usual = usual;
    this.opens = opens;
    this.deadline = deadline;
  }

  /**
   * The way of an app.
   *
   * @param tls null for the one that all have
   * @throws UnusableTlsException if there can be none
   */
  CallbackTransport of(@Nullable AppTls tls) {
    return tls == null ? usual : ofApp(tls).transport();
  }

  private synchronized Opened ofApp(AppTls tls) {
    Opened found = opened.get(tls.id());
    if (found == null) {
      found = opens.open(tls);
      opened.put(tls.id(), found);
      if (opened.size() > MOST) {
        Iterator<Opened> all = opened.values().iterator();
        closeLater(all.next());
        all.remove();
      }
    }
    return found;
  }

  private void closeLater(Opened way) {
    Mono.delay(deadline.multipliedBy(2)).subscribe(ended -> way.connections().dispose());
  }

  synchronized int size() {
    return opened.size();
  }

  @Override
  public synchronized void close() {
    opened.values().forEach(way -> way.connections().dispose());
    opened.clear();
  }
}
