package dev.sandi.processor.smpp;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one PDU after the other, on a thread of its own: a peer that does not read blocks it. */
final class PduWriter {

  /** More than any window; what is beyond was asked for by a peer that does not read. */
  private static final int MOST = 20_000;

  private static final int BUFFER = 32 * 1024;

  private final OutputStream out;
  private List<Item> queue = new ArrayList<>();
  private boolean closed;

  private static final class Item {

    private final byte[] pdu;
    private final @Nullable Pending pending;

    Item(byte[] pdu, @Nullable Pending pending) {
      this.pdu = pdu;
      this.pending = pending;
    }
  }

  PduWriter(OutputStream out) {
    this.out = new BufferedOutputStream(out, BUFFER);
  }

  /** Queues a PDU; false if there is no end of them. */
  synchronized boolean offer(byte[] pdu, @Nullable Pending pending) {
    if (queue.size() >= MOST) {
      return false;
    }
    queue.add(new Item(pdu, pending));
    if (queue.size() == 1) {
      notifyAll();
    }
    return true;
  }

  /** Writes until it is closed; what is queued then is still written. */
  void run() throws IOException, InterruptedException {
    for (List<Item> items = take(); !items.isEmpty(); items = take()) {
      for (Item item : items) {
        if (item.pending == null || item.pending.write(System.nanoTime())) {
          out.write(item.pdu);
        }
      }
      out.flush();
    }
  }

  private synchronized List<Item> take() throws InterruptedException {
    while (queue.isEmpty() && !closed) {
      wait();
    }
    List<Item> items = queue;
    queue = new ArrayList<>();
    return items;
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
