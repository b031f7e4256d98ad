package dev.sandi.processor.smpp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.cloudhopper.smpp.SmppBindType;
import com.cloudhopper.smpp.SmppConstants;
import com.cloudhopper.smpp.SmppServerConfiguration;
import com.cloudhopper.smpp.SmppServerHandler;
import com.cloudhopper.smpp.SmppServerSession;
import com.cloudhopper.smpp.SmppSessionConfiguration;
import com.cloudhopper.smpp.impl.DefaultSmppServer;
import com.cloudhopper.smpp.impl.DefaultSmppSessionHandler;
import com.cloudhopper.smpp.pdu.BaseBind;
import com.cloudhopper.smpp.pdu.BaseBindResp;
import com.cloudhopper.smpp.pdu.DeliverSm;
import com.cloudhopper.smpp.pdu.DeliverSmResp;
import com.cloudhopper.smpp.pdu.EnquireLink;
import com.cloudhopper.smpp.pdu.PduRequest;
import com.cloudhopper.smpp.pdu.PduResponse;
import com.cloudhopper.smpp.pdu.SubmitSm;
import com.cloudhopper.smpp.pdu.SubmitSmResp;
import com.cloudhopper.smpp.pdu.Unbind;
import com.cloudhopper.smpp.type.Address;
import com.cloudhopper.smpp.type.SmppProcessingException;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An SMSC on a server that is not jsmpp's: Cloudhopper's. */
@SuppressWarnings("rawtypes") // As the library has them.
final class CloudhopperSmsc implements SmppServerHandler, AutoCloseable {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final DefaultSmppServer server;
  private final int port;
  private final List<SubmitSm> submits = new CopyOnWriteArrayList<>();
  private final List<SmppBindType> binds = new CopyOnWriteArrayList<>();
  private volatile SmppServerSession session;
  private volatile int status;
  private volatile boolean unbound;

  CloudhopperSmsc() throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    SmppServerConfiguration configuration = new SmppServerConfiguration();
    configuration.setPort(port);
    configuration.setJmxEnabled(false);
    configuration.setSystemId("cloudhopper");
    configuration.setNonBlockingSocketsEnabled(true);
    server = new DefaultSmppServer(configuration, this, threads);
    server.start();
  }

  int port() {
    return port;
  }

  List<SubmitSm> submits() {
    return List.copyOf(submits);
  }

  List<SmppBindType> binds() {
    return List.copyOf(binds);
  }

  boolean isUnbound() {
    return unbound;
  }

  /** The status that submits are answered with. */
  void answerWith(int status) {
    this.status = status;
  }

  /** Sends a receipt, and waits for its answer's status. */
  int deliver(String text) throws Exception {
    DeliverSm receipt = new DeliverSm();
    receipt.setSourceAddress(new Address((byte) 1, (byte) 1, "6281234567890"));
    receipt.setDestAddress(new Address((byte) 5, (byte) 0, "Sandi"));
    receipt.setEsmClass(SmppConstants.ESM_CLASS_MT_SMSC_DELIVERY_RECEIPT);
    receipt.setShortMessage(text.getBytes(US_ASCII));
    var sent = session.sendRequestPdu(receipt, 5_000, true);
    sent.await();
    return ((DeliverSmResp) sent.getResponse()).getCommandStatus();
  }

  /** Asks whether the ESME is there, and waits for its answer. */
  boolean enquire() throws Exception {
    return session.enquireLink(new EnquireLink(), 5_000).getCommandStatus() == 0;
  }

  @Override
  public void sessionBindRequested(
      Long id, SmppSessionConfiguration configuration, BaseBind request)
      throws SmppProcessingException {
    if (!"sandi".equals(request.getPassword())) {
      throw new SmppProcessingException(SmppConstants.STATUS_INVPASWD);
    }
    binds.add(configuration.getType());
  }

  @Override
  public void sessionCreated(Long id, SmppServerSession created, BaseBindResp response) {
    session = created;
    created.serverReady(
        new DefaultSmppSessionHandler() {
          @Override
          public PduResponse firePduRequestReceived(PduRequest request) {
            if (request instanceof SubmitSm submit) {
              submits.add(submit);
              SubmitSmResp answer = submit.createResponse();
              answer.setCommandStatus(status);
              answer.setMessageId("ch-" + submits.size());
              return answer;
            }
            unbound |= request instanceof Unbind;
            return request.createResponse();
          }
        });
  }

  @Override
  public void sessionDestroyed(Long id, SmppServerSession destroyed) {
    destroyed.destroy();
  }

  @Override
  public void close() {
    server.destroy();
    threads.shutdownNow();
  }
}
