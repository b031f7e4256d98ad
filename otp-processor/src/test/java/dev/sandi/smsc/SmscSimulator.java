package dev.sandi.smsc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import javax.net.ServerSocketFactory;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.Bind;
import org.jsmpp.bean.Command;
import org.jsmpp.bean.SubmitSm;

/** An SMSC on a port of this machine's loopback, which does what a test tells it to. */
public final class SmscSimulator implements AutoCloseable {

  public static final String SYSTEM_ID = "sandi";
  public static final String PASSWORD = "sandi";

  private final ServerSocket server;
  private final Ledger ledger = new Ledger();
  private final Set<SmscConnection> connections = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<Command> others = new ConcurrentLinkedQueue<>();
  private final AtomicLong ids = new AtomicLong(1_000_000);
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1, daemon());
  private volatile Behaviour behaviour = Behaviour.TAKES_ALL;
  private volatile Duration latency = Duration.ZERO;
  private volatile boolean answersEnquiries = true;
  private volatile int bindStatus;
  private volatile LongFunction<String> idInAnswer = Long::toString;
  private volatile LongFunction<String> idInReport = Long::toString;
  private volatile Consumer<Submitted> listener = submitted -> {};
  private volatile Watcher watcher = Watcher.NONE;
  private final Receipts receipts = new Receipts(this::anyReceiver, this::later);

  private SmscSimulator(ServerSocket server) {
    this.server = server;
  }

  /**
   * Starts one.
   *
   * @param port 0 for any that is free
   */
  public static SmscSimulator start(int port) {
    return start(port, ServerSocketFactory.getDefault());
  }

  public static SmscSimulator start(int port, ServerSocketFactory sockets) {
    try {
      SmscSimulator smsc =
          new SmscSimulator(
              sockets.createServerSocket(port, 1_000, InetAddress.getLoopbackAddress()));
      daemon().newThread(smsc::accept).start();
      return smsc;
    } catch (IOException e) {
      throw new UncheckedIOException("port " + port + " cannot be listened on", e);
    }
  }

  private static ThreadFactory daemon() {
    return task -> {
      Thread thread = new Thread(task, "smsc");
      thread.setDaemon(true);
      return thread;
    };
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        SmscConnection connection = new SmscConnection(this, socket);
        connections.add(connection);
        daemon().newThread(connection::run).start();
      } catch (IOException e) {
        // Closed, or a handshake that failed.
      }
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  public SmscSimulator behave(Behaviour behaviour) {
    this.behaviour = behaviour;
    return this;
  }

  public SmscSimulator latency(Duration latency) {
    this.latency = latency;
    return this;
  }

  /** Whether enquire_link is answered. */
  public SmscSimulator answersEnquiries(boolean answers) {
    this.answersEnquiries = answers;
    return this;
  }

  /** Refuses every bind with this status; 0 lets them in again. */
  public SmscSimulator refuseBinds(int status) {
    this.bindStatus = status;
    return this;
  }

  /** How ids are written. */
  public SmscSimulator ids(LongFunction<String> inAnswer, LongFunction<String> inReport) {
    this.idInAnswer = inAnswer;
    this.idInReport = inReport;
    return this;
  }

  public SmscSimulator onSubmitted(Consumer<Submitted> listener) {
    this.listener = listener;
    return this;
  }

  public SmscSimulator watchedBy(Watcher watcher) {
    this.watcher = watcher;
    return this;
  }

  /** Comes again with each report until an ESME has acknowledged it. */
  public SmscSimulator insistOnReports() {
    receipts.insist();
    return this;
  }

  /** Reports that no ESME has acknowledged, of one that insists. */
  public int outstandingReports() {
    return receipts.outstanding();
  }

  public Ledger ledger() {
    return ledger;
  }

  /** PDUs that it does not handle, such as generic_nack. */
  public List<Command> others() {
    return List.copyOf(others);
  }

  /** Bound connections. */
  public int binds() {
    return (int) connections.stream().filter(SmscConnection::isBound).count();
  }

  /** Sends a deliver_sm over any connection that receives. */
  public void deliver(int esmClass, String text) {
    receiver().deliver(esmClass, "6281234567890", text);
  }

  /** Writes octets to every ESME. */
  public void write(byte[] octets) throws IOException {
    for (SmscConnection connection : connections) {
      connection.write(octets);
    }
  }

  public void unbindAll() throws IOException {
    for (SmscConnection connection : connections) {
      connection.unbind();
    }
  }

  public void enquireAll() throws IOException {
    for (SmscConnection connection : connections) {
      connection.enquire();
    }
  }

  /** Cuts every connection. */
  public void cutAll() {
    connections.forEach(SmscConnection::close);
  }

  /** Ends every connection by a reset, as a router does that has lost its table. */
  public void resetAll() {
    connections.forEach(SmscConnection::reset);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    try {
      server.close();
    } catch (IOException e) {
      // As good as closed.
    }
    cutAll();
  }

  Behaviour behaviour() {
    return behaviour;
  }

  Duration latency() {
    return latency;
  }

  boolean answersEnquiries() {
    return answersEnquiries;
  }

  int letsIn(Bind bind) {
    if (bindStatus != 0) {
      return bindStatus;
    }
    if (!SYSTEM_ID.equals(bind.getSystemId())) {
      return SMPPConstant.STAT_ESME_RINVSYSID;
    }
    return PASSWORD.equals(bind.getPassword()) ? 0 : SMPPConstant.STAT_ESME_RINVPASWD;
  }

  Submitted read(SubmitSm pdu, String connection) {
    HandsetText text = HandsetText.of(pdu);
    Submitted submitted =
        new Submitted(
            ids.incrementAndGet(),
            pdu,
            text.text(),
            text.reference(),
            text.part(),
            text.parts(),
            connection);
    listener.accept(submitted);
    return submitted;
  }

  String idInAnswer(long id) {
    return idInAnswer.apply(id);
  }

  void later(Duration delay, Runnable task) {
    if (!timer.isShutdown()) {
      var unused = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  void report(Submitted submitted, Report report) {
    String id = report.id() == null ? idInReport.apply(submitted.id()) : report.id();
    boolean delivered = report.stat().equals("DELIVRD");
    receipts.deliver(
        new Receipts.Receipt(
            submitted.msisdn(),
            "id:%s sub:001 dlvrd:%s submit date:2611260101 done date:2611260102 stat:%s err:%s text:"
                .formatted(id, delivered ? "001" : "000", report.stat(), report.err())));
  }

  private Optional<SmscConnection> anyReceiver() {
    return connections.stream()
        .filter(connection -> connection.isBound() && connection.receives())
        .findAny();
  }

  private SmscConnection receiver() {
    return anyReceiver().orElseThrow(() -> new IllegalStateException("no ESME receives"));
  }

  Watcher watcher() {
    return watcher;
  }

  Receipts receipts() {
    return receipts;
  }

  void other(Command header) {
    others.add(header);
  }

  void forget(SmscConnection connection) {
    connections.remove(connection);
  }
}
