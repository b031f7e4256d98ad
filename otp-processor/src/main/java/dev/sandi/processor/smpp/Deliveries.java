package dev.sandi.processor.smpp;

import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.processor.gateway.TakesReports;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jsmpp.SMPPConstant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what the SMSC delivers. A report is answered when it is in the database, by a thread of its
 * own that hands in as many at a time as have come; the SMSC keeps what we have no room for.
 */
final class Deliveries {

  private static final Logger log = LoggerFactory.getLogger(Deliveries.class);

  private static final int MOST_WAITING = 2_000;
  private static final int BATCH = 500;
  private static final int PATIENCE_SECONDS = 20;

  private final String gateway;
  private final TakesReports reports;
  private final MessageIds ids;
  private final Map<String, String> reasons;
  private final SmppMetrics metrics;
  private final BlockingQueue<Held> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Thread thread;

  /** Without the PDU, which may be of 64 KiB. */
  private record Held(Session session, int command, int sequence, GatewayReport report) {

    void answer(int status) {
      session.send(Compose.answerDelivery(command, status, sequence));
    }
  }

  Deliveries(String gateway, TakesReports reports, SmppSettings settings, SmppMetrics metrics) {
    this.gateway = gateway;
    this.reports = reports;
    this.ids = settings.messageIds();
    this.reasons = settings.reasons();
    this.metrics = metrics;
    this.thread = new Thread(this::handInAll, "smpp-" + gateway + "-reports");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void close() {
    thread.interrupt();
  }

  /** Never waits. */
  void take(Session session, Pdu pdu) {
    int status = CommandStatus.OK;
    try {
      Delivery delivery = Delivery.of(pdu);
      if (delivery.isReceipt()) {
        takeReceipt(session, pdu, delivery);
        return;
      }
      metrics.delivered(delivery.isIntermediate() ? "intermediate" : "mobile_originated");
    } catch (MalformedPduException e) {
      metrics.delivered("malformed");
      status = SMPPConstant.STAT_ESME_RX_R_APPN;
    }
    session.send(Compose.answerDelivery(pdu.command(), status, pdu.sequence()));
  }

  private void takeReceipt(Session session, Pdu pdu, Delivery delivery) {
    Receipt receipt = ReadReceipt.of(delivery);
    String state = receipt == null ? "unreadable" : receipt.state().slug();
    int status = CommandStatus.OK;
    if (receipt != null && receipt.state() != MessageState.INTERMEDIATE) {
      String id = ids.ofReport(receipt.messageId());
      GatewayReport report = receipt.report(gateway, id, reasons);
      if (waiting.offer(new Held(session, pdu.command(), pdu.sequence(), report))) {
        metrics.delivered(state);
        return;
      }
      state = "put_off";
      status = SMPPConstant.STAT_ESME_RX_T_APPN;
    }
    metrics.delivered(state);
    session.send(Compose.answerDelivery(pdu.command(), status, pdu.sequence()));
  }

  private void handInAll() {
    try {
      while (true) {
        List<Held> batch = new ArrayList<>();
        batch.add(waiting.take());
        waiting.drainTo(batch, BATCH - 1);
        handInAndAnswer(batch);
      }
    } catch (InterruptedException e) {
      // The SMSC delivers again what was not answered.
    }
  }

  private void handInAndAnswer(List<Held> batch) throws InterruptedException {
    try {
      int status = handIn(batch);
      batch.forEach(held -> held.answer(status));
    } catch (RuntimeException | Error e) {
      // The SMSC delivers again what was not answered, to whoever is there by then.
      log.error("Delivery reports of {} were not answered", gateway, e);
    }
  }

  private int handIn(List<Held> batch) throws InterruptedException {
    try {
      reports
          .take(batch.stream().map(Held::report).toList())
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return CommandStatus.OK;
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      log.warn(
          "{} delivery reports of {} could not be taken, and were put off",
          batch.size(),
          gateway,
          e);
      return SMPPConstant.STAT_ESME_RX_T_APPN;
    }
  }
}
