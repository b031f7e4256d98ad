package dev.sandi.smsc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sandi.smsc.Receipts.Receipt;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsmpp.PDUStringException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.Bind;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.util.DefaultComposer;
import org.jsmpp.util.DefaultDecomposer;

/** One ESME's connection. */
final class SmscConnection {

  private static final DefaultComposer COMPOSER = new DefaultComposer();
  private static final DefaultDecomposer DECOMPOSER = new DefaultDecomposer();

  private final SmscSimulator smsc;
  private final Socket socket;
  private final OutputStream out;
  private final AtomicInteger sequence = new AtomicInteger();

  /** Reports without an answer, by their number. */
  private final Map<Integer, Receipt> receipts = new ConcurrentHashMap<>();

  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean receives;
  private volatile boolean bound;

  SmscConnection(SmscSimulator smsc, Socket socket) throws IOException {
    this.smsc = smsc;
    this.socket = socket;
    this.out = socket.getOutputStream();
  }

  boolean receives() {
    return receives;
  }

  boolean isBound() {
    return bound;
  }

  void run() {
    try (var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()))) {
      while (true) {
        int length = in.readInt();
        byte[] pdu = new byte[length];
        for (int i = 0; i < 4; i++) {
          pdu[i] = (byte) (length >> (24 - 8 * i));
        }
        in.readFully(pdu, 4, length - 4);
        handle(pdu);
      }
    } catch (IOException | PDUStringException e) {
      // The ESME has gone, or talks nonsense.
    } finally {
      close();
    }
  }

  private void handle(byte[] pdu) throws IOException, PDUStringException {
    var header = DECOMPOSER.header(pdu);
    int number = header.getSequenceNumber();
    switch (header.getCommandId()) {
      case SMPPConstant.CID_BIND_TRANSCEIVER,
          SMPPConstant.CID_BIND_TRANSMITTER,
          SMPPConstant.CID_BIND_RECEIVER ->
          bind(DECOMPOSER.bind(pdu));
      case SMPPConstant.CID_SUBMIT_SM -> submit(DECOMPOSER.submitSm(pdu));
      case SMPPConstant.CID_ENQUIRE_LINK -> {
        smsc.ledger().enquired();
        if (smsc.answersEnquiries()) {
          write(COMPOSER.enquireLinkResp(number));
        }
      }
      case SMPPConstant.CID_UNBIND -> {
        smsc.ledger().unbound();
        write(COMPOSER.unbindResp(0, number));
      }
      case SMPPConstant.CID_DELIVER_SM_RESP, SMPPConstant.CID_DATA_SM_RESP ->
          reportAnswered(number, header.getCommandStatus());
      default -> smsc.other(header);
    }
  }

  private void reportAnswered(int number, int status) {
    smsc.ledger().reportAnswered(status);
    Receipt receipt = receipts.remove(number);
    if (receipt != null && status == 0) {
      smsc.receipts().acknowledged();
    } else if (receipt != null) {
      smsc.receipts().notTaken(receipt);
    }
  }

  private void bind(Bind bind) throws IOException, PDUStringException {
    int answer = bind.getCommandId() | SMPPConstant.MASK_CID_RESP;
    int status = smsc.letsIn(bind);
    if (status != 0) {
      smsc.ledger().refusedBind();
      write(COMPOSER.composeHeader(answer, status, bind.getSequenceNumber()));
      return;
    }
    receives = bind.getCommandId() != SMPPConstant.CID_BIND_TRANSMITTER;
    synchronized (out) {
      // Whoever has read the answer finds it bound, and nothing comes before the answer.
      bound = true;
      write(COMPOSER.bindResp(answer, bind.getSequenceNumber(), "smsc"));
    }
  }

  private void submit(SubmitSm pdu) {
    Submitted submitted = smsc.read(pdu, toString());
    Reaction reaction = smsc.behaviour().to(submitted);
    smsc.ledger().submitted(submitted, reaction);
    if (reaction.cuts()) {
      close();
      return;
    }
    if (!reaction.answers()) {
      return;
    }
    smsc.ledger().opened();
    Duration latency = reaction.latency() == null ? smsc.latency() : reaction.latency();
    Runnable answer = () -> answer(pdu.getSequenceNumber(), submitted, reaction);
    if (latency.isZero()) {
      answer.run();
    } else {
      smsc.later(latency, answer);
    }
  }

  private void answer(int number, Submitted submitted, Reaction reaction) {
    for (Report report : reaction.reports()) {
      if (report.isBeforeTheAnswer()) {
        smsc.report(submitted, report);
      }
    }
    smsc.ledger().answered();
    try {
      write(
          reaction.status() == 0
              ? COMPOSER.submitSmResp(number, smsc.idInAnswer(submitted.id()))
              : COMPOSER.composeHeader(SMPPConstant.CID_SUBMIT_SM_RESP, reaction.status(), number));
    } catch (IOException | PDUStringException e) {
      close();
      return;
    }
    smsc.watcher().answered(submitted, reaction.status());
    for (Report report : reaction.reports()) {
      if (!report.isBeforeTheAnswer()) {
        smsc.later(report.after(), () -> smsc.report(submitted, report));
      }
    }
  }

  void deliver(Receipt receipt) {
    int number = sequence.incrementAndGet();
    receipts.put(number, receipt);
    deliver(number, SMPPConstant.ESMCLS_SMSC_DELIV_RECEIPT, receipt.msisdn(), receipt.text());
  }

  /** Sends a receipt of any text. */
  void deliver(int esmClass, String source, String text) {
    deliver(sequence.incrementAndGet(), esmClass, source, text);
  }

  private void deliver(int number, int esmClass, String source, String text) {
    try {
      write(
          COMPOSER.deliverSm(
              number,
              "",
              (byte) 1,
              (byte) 1,
              source,
              (byte) 5,
              (byte) 0,
              "",
              (byte) esmClass,
              (byte) 0,
              (byte) 0,
              (byte) 0,
              (byte) 0,
              text.getBytes(US_ASCII)));
    } catch (IOException | PDUStringException e) {
      close();
    }
  }

  /** Writes any octets. */
  void write(byte[] octets) throws IOException {
    synchronized (out) {
      out.write(octets);
      out.flush();
    }
  }

  /** Asks the ESME to go. */
  void unbind() throws IOException {
    write(COMPOSER.unbind(sequence.incrementAndGet()));
  }

  void enquire() throws IOException {
    write(COMPOSER.enquireLink(sequence.incrementAndGet()));
  }

  void reset() {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It has ended by itself.
    }
    close();
  }

  void close() {
    bound = false;
    smsc.forget(this);
    try {
      socket.close();
    } catch (IOException e) {
      // As good as closed.
    }
    if (!closed.getAndSet(true)) {
      smsc.watcher().ended(toString());
    }
    for (Integer number : List.copyOf(receipts.keySet())) {
      Receipt receipt = receipts.remove(number);
      if (receipt != null) {
        smsc.receipts().notTaken(receipt);
      }
    }
  }

  @Override
  public String toString() {
    return String.valueOf(socket.getRemoteSocketAddress());
  }
}
