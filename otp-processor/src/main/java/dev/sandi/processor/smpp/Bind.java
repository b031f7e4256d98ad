package dev.sandi.processor.smpp;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.BindType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bind that is kept up: one session after the other. Its thread connects, binds and reads. */
final class Bind {

  private static final Logger log = LoggerFactory.getLogger(Bind.class);

  private static final String NO_ANSWER = "it does not answer the bind";

  private final String name;
  private final BindType type;
  private final int number;
  private final SmppSettings settings;
  private final String password;
  private final Incoming incoming;
  private final Runnable roomGrew;
  private final Connector connector;
  private final Backoff backoff = new Backoff(() -> ThreadLocalRandom.current().nextDouble());
  private final Turns turns;
  private final TokenBucket bucket;
  private final Slowdown slowdown = new Slowdown();
  private final AtomicInteger underway = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Session session;
  private volatile boolean bound;
  private volatile boolean refused;
  private volatile boolean unknown;
  private volatile String trouble = "not bound yet";

  /**
   * @param number tells it from the gateway's other binds
   * @param roomGrew told after {@link #room} has grown
   */
  Bind(
      String name,
      BindType type,
      int number,
      SmppSettings settings,
      String password,
      Incoming incoming,
      Runnable roomGrew) {
    this.name = name;
    this.type = type;
    this.number = number;
    this.settings = settings;
    this.password = password;
    this.incoming = incoming;
    this.roomGrew = roomGrew;
    this.connector = new Connector(settings);
    this.turns = new Turns(settings.hosts(), number, backoff);
    this.bucket = new TokenBucket(settings.pace().rate(), System.nanoTime());
    this.thread = new Thread(this::keepUp, name);
    thread.setDaemon(true);
  }

  int number() {
    return number;
  }

  void start() {
    thread.start();
  }

  private void keepUp() {
    while (closing.getCount() > 0) {
      Duration pause;
      try {
        takeTurn();
        pause = backoff.next();
      } catch (BindRefusedException e) {
        refused = true;
        unknown = e.isOfTheLogin();
        told(e.getMessage());
        pause = backoff.longest();
      } catch (IOException e) {
        told(Failure.of(e));
        pause = backoff.next();
      } catch (RuntimeException | Error e) {
        // As when there may be no more threads: this one would be missing until the next start.
        log.error("{} failed", name, e);
        told("it failed: " + e.getClass().getSimpleName());
        pause = backoff.longest();
      }
      if (!sleep(pause)) {
        return;
      }
    }
  }

  private void takeTurn() throws IOException, BindRefusedException {
    try {
      serve(turns.host());
    } finally {
      turns.ended(System.nanoTime());
    }
  }

  private boolean sleep(Duration pause) {
    try {
      return !closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** One session, to its end. */
  private void serve(SmscAddress address) throws IOException, BindRefusedException {
    Session opened = open(address);
    session = opened;
    try {
      if (closing.getCount() == 0) {
        return;
      }
      logIn(opened);
      opened.established();
      turns.bound(System.nanoTime());
      bound = true;
      refused = false;
      unknown = false;
      trouble = "";
      log.info("{} is bound to {}", name, address);
      roomGrew.run();
      for (Pdu pdu = opened.read(); pdu != null; pdu = opened.read()) {
        incoming.handle(opened, pdu);
      }
      opened.close("it closed the connection");
      told(opened.why());
    } catch (IOException e) {
      opened.close(Failure.of(e));
      throw new IOException(opened.why(), e);
    } finally {
      bound = false;
      session = null;
      opened.close("it failed");
    }
  }

  private Session open(SmscAddress address) throws IOException {
    Connector.Connection connection = connector.connect(address);
    try {
      return new Session(connection, name);
    } catch (IOException | RuntimeException | Error e) {
      Connector.close(connection.plain());
      throw e;
    }
  }

  private void logIn(Session opened) throws IOException, BindRefusedException {
    long begin = System.nanoTime();
    int sequence = opened.request(n -> Compose.bind(type, n, settings.login(), password));
    while (System.nanoTime() - begin < settings.pace().connectTimeout().toNanos()) {
      Pdu pdu = opened.read();
      if (pdu == null) {
        throw new IOException("it closed the connection instead of answering the bind");
      }
      boolean nack = pdu.command() == SMPPConstant.CID_GENERIC_NACK;
      if (nack || (pdu.sequence() == sequence && pdu.command() == type.responseCommandId())) {
        if (nack || pdu.status() != CommandStatus.OK) {
          throw new BindRefusedException(pdu.status());
        }
        return;
      }
    }
    throw new IOException(NO_ANSWER);
  }

  /** Keeps what is wrong, and logs it unless it is what was wrong before. */
  private void told(@Nullable String why) {
    String now = String.valueOf(why);
    if (!now.equals(trouble) && closing.getCount() > 0) {
      log.warn("{} is not bound: {}", name, now);
    }
    trouble = now;
  }

  boolean transmits() {
    return type != BindType.BIND_RX;
  }

  boolean isBound() {
    Session now = session;
    return bound && now != null && now.isOpen();
  }

  /** Whether the peer did not know its system id, password or system type. */
  boolean isUnknown() {
    return unknown;
  }

  /** Whether the peer refused to have it when it was last asked. */
  boolean isRefused() {
    return refused;
  }

  /** What is wrong; empty if it is bound. */
  String trouble() {
    return trouble;
  }

  int underway() {
    return underway.get();
  }

  Slowdown slowdown() {
    return slowdown;
  }

  TokenBucket bucket() {
    return bucket;
  }

  /** How many messages it would take now. */
  int room() {
    long now = System.nanoTime();
    if (!transmits() || !isBound() || closing.getCount() == 0 || slowdown.left(now) > 0) {
      return 0;
    }
    return Math.max(0, Math.min(settings.pace().window() - underway.get(), bucket.available(now)));
  }

  /**
   * Takes a place in the window and one of the rate.
   *
   * @return where to submit; null if there is no room
   */
  synchronized @Nullable Session take() {
    Session now = session;
    if (now == null || room() < 1) {
      return null;
    }
    underway.incrementAndGet();
    bucket.reserve(System.nanoTime());
    return now;
  }

  /** Gives a place in the window back. */
  void release() {
    underway.decrementAndGet();
    roomGrew.run();
  }

  void tick(long now) {
    connector.tick(now);
    Session current = session;
    if (current == null) {
      return;
    }
    if (bound) {
      current.tick(now, settings.pace());
    } else if (now - current.openedAt() > settings.pace().connectTimeout().toNanos()) {
      // Each octet of an answer renews a read's own time.
      current.close(NO_ANSWER);
    }
  }

  /** Takes nothing more. */
  void beginClose() {
    closing.countDown();
  }

  /** Says good-bye. */
  void unbind() {
    Session current = session;
    if (current != null) {
      current.request(Compose::unbind);
    }
  }

  /** Waits until the peer has gone, for a while. */
  void endClose(long millis) {
    try {
      thread.join(Math.max(1, millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connector.close();
    Session current = session;
    if (current != null) {
      current.close("the gateway is closed");
    }
  }
}
