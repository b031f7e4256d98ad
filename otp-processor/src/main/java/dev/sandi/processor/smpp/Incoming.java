package dev.sandi.processor.smpp;

import java.util.concurrent.TimeUnit;
import org.jsmpp.SMPPConstant;

/** What is done with each PDU of a peer; on the thread that reads, so that nothing here waits. */
final class Incoming {

  private final Deliveries deliveries;
  private final SmppMetrics metrics;

  Incoming(Deliveries deliveries, SmppMetrics metrics) {
    this.deliveries = deliveries;
    this.metrics = metrics;
  }

  void handle(Session session, Pdu pdu) {
    switch (pdu.command()) {
      case SMPPConstant.CID_SUBMIT_SM_RESP, SMPPConstant.CID_GENERIC_NACK -> answered(session, pdu);
      case SMPPConstant.CID_DELIVER_SM, SMPPConstant.CID_DATA_SM -> deliveries.take(session, pdu);
      case SMPPConstant.CID_ENQUIRE_LINK -> session.send(ok(pdu));
      case SMPPConstant.CID_UNBIND -> {
        session.endOrderly();
        session.send(ok(pdu));
      }
      case SMPPConstant.CID_UNBIND_RESP -> session.close("it has unbound");
      case SMPPConstant.CID_ALERT_NOTIFICATION, SMPPConstant.CID_OUTBIND -> metrics.ignored();
      default -> {
        metrics.ignored();
        if (!pdu.isResponse()) {
          session.send(Compose.genericNack(SMPPConstant.STAT_ESME_RINVCMDID, pdu.sequence()));
        }
      }
    }
  }

  private static byte[] ok(Pdu request) {
    return Compose.answer(request.command(), CommandStatus.OK, request.sequence());
  }

  private void answered(Session session, Pdu pdu) {
    Pending pending = session.answered(pdu.sequence());
    if (pending == null) {
      metrics.unexpectedAnswer();
      return;
    }
    metrics.answered(System.nanoTime() - pending.writtenAt(), TimeUnit.NANOSECONDS);
    int status = pdu.status();
    if (pdu.command() == SMPPConstant.CID_GENERIC_NACK && status == CommandStatus.OK) {
      status = SMPPConstant.STAT_ESME_RUNKNOWNERR;
    }
    pending.answer(new Answer.Given(status, messageId(pdu)));
  }

  private static String messageId(Pdu pdu) {
    try {
      PduFields fields = pdu.fields();
      return fields.isEmpty() ? "" : fields.text();
    } catch (MalformedPduException e) {
      return "";
    }
  }
}
