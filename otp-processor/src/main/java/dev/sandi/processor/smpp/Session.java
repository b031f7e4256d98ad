package dev.sandi.processor.smpp;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** One connection to an SMSC, until it ends for whatever reason. */
final class Session {

  /** How long a peer that has said good-bye may take to go. */
  private static final long GOODBYE = Duration.ofSeconds(1).toNanos();

  private final Connector.Connection connection;
  private final PduStream in;
  private final PduWriter writer;
  private final Window window = new Window();
  private final AtomicInteger sequence = new AtomicInteger();
  private final AtomicReference<String> end = new AtomicReference<>();
  private final long openedAt = System.nanoTime();
  private volatile long heardAt = openedAt;
  private volatile long orderlyAt;
  private volatile boolean orderly;
  private long enquiredAt;
  private boolean enquired;

  Session(Connector.Connection connection, String name) throws IOException {
    this.connection = connection;
    this.in = new PduStream(connection.socket().getInputStream());
    this.writer = new PduWriter(connection.socket().getOutputStream());
    Thread thread = new Thread(this::write, name + "-writer");
    thread.setDaemon(true);
    thread.start();
  }

  private void write() {
    try {
      writer.run();
    } catch (IOException | InterruptedException e) {
      close("it cannot be written to: " + Failure.of(e));
    }
  }

  /** Reads without a limit of time from now on. */
  void established() throws IOException {
    connection.socket().setSoTimeout(0);
  }

  /**
   * Waits for the peer's next PDU.
   *
   * @return null at the end
   */
  @Nullable Pdu read() throws IOException {
    Pdu pdu = in.next();
    heardAt = System.nanoTime();
    return pdu;
  }

  /** Sends a request of which no {@link Pending} is told. */
  int request(IntFunction<byte[]> compose) {
    int number = nextSequence();
    send(compose.apply(number), null);
    return number;
  }

  void send(byte[] pdu) {
    send(pdu, null);
  }

  /** Sends a submit_sm; {@code pending} is told what comes of it, perhaps before this returns. */
  void submit(IntFunction<byte[]> compose, Pending pending) {
    int number = nextSequence();
    byte[] pdu = compose.apply(number);
    if (window.add(number, pending)) {
      send(pdu, pending);
    } else {
      pending.giveUp(why());
    }
  }

  private void send(byte[] pdu, @Nullable Pending pending) {
    if (!writer.offer(pdu, pending)) {
      close("it does not read what it asks for");
    }
  }

  /** What an answer is to; null if nothing waits for it (any more). */
  @Nullable Pending answered(int number) {
    return window.remove(number);
  }

  /** What the clock asks for; called every few milliseconds, by one thread. */
  void tick(long now, Pace pace) {
    var over = window.removeOver(now);
    over.forEach(pending -> pending.giveUp("no answer in time"));
    if (orderly) {
      if (now - orderlyAt > GOODBYE) {
        close("it has unbound");
      }
    } else if (enquired) {
      if (heardAt - enquiredAt >= 0) {
        enquired = false;
      } else if (now - enquiredAt > pace.answerTimeout().toNanos()) {
        close("no answer to enquire_link");
      }
    } else {
      long silence = now - heardAt;
      if (silence >= pace.enquireLink().toNanos()
          || (!over.isEmpty() && silence >= pace.answerTimeout().toNanos())) {
        enquired = true;
        enquiredAt = now;
        request(Compose::enquireLink);
      }
    }
  }

  /** The peer has said good-bye: what it is owed is written, and nothing more is submitted. */
  void endOrderly() {
    orderlyAt = System.nanoTime();
    orderly = true;
  }

  long openedAt() {
    return openedAt;
  }

  boolean isOpen() {
    return !orderly && end.get() == null;
  }

  /** Ends it at once. What was written and not answered is ambiguous; the first reason stays. */
  void close(String why) {
    end.compareAndSet(null, why);
    writer.close();
    Connector.close(connection.plain());
    window.close().forEach(pending -> pending.giveUp(why()));
  }

  /** Why it has ended. */
  String why() {
    String why = end.get();
    return why == null ? "the connection ended" : why;
  }

  /** From 1 to 0x7FFFFFFF. */
  private int nextSequence() {
    return sequence.updateAndGet(n -> n == Integer.MAX_VALUE ? 1 : n + 1);
  }
}
