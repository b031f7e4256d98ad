package dev.sandi.processor;

import dev.sandi.processor.gateway.GatewayKind;
import dev.sandi.processor.gateway.GatewayStatus;
import dev.sandi.processor.gateway.Sms;
import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.SessionId;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A kind of gateway whose gateways do what a test tells them. */
class Peers implements GatewayKind {

  private final Map<String, Peer> peers = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "peer";
  }

  @Override
  public void check(Map<String, Object> settings) {
    // It has none.
  }

  @Override
  public SmsGateway open(String gateway, Map<String, Object> settings) {
    if (settings.get("fails") instanceof String why) {
      throw new InvalidValueException(why);
    }
    Peer peer = peer(gateway);
    peer.reports = !Boolean.FALSE.equals(settings.get("reports"));
    return peer;
  }

  Peer peer(String name) {
    return peers.computeIfAbsent(name, Peer::new);
  }

  /** What a peer does with what it is given. */
  enum Manner {
    ACCEPTS,
    UNAVAILABLE,
    BUSY,
    REFUSES_ALL,
    REFUSES_THE_NUMBER,
    /** Takes messages of {@code demo}, and refuses the senders of all other apps. */
    REFUSES_SENDERS,
    /** Answers when it is told to, or closed. */
    SLOW,
    SILENT,
    /** Loses the link before it answers. */
    LOSES,
    DISCONNECTED,
    FULL,
    FAILS_AT_ROOM,
    FAILS_AT_STATUS,
    FAILS_AT_SUBMIT
  }

  static final class Peer implements SmsGateway {

    private final String name;
    private final Queue<SessionId> submits = new ConcurrentLinkedQueue<>();
    private final Map<SessionId, CompletableFuture<SubmitResult>> held = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private volatile boolean reports = true;
    private volatile Manner manner = Manner.ACCEPTS;
    private volatile Runnable onRoom = () -> {};

    Peer(String name) {
      this.name = name;
    }

    void now(Manner manner) {
      this.manner = manner;
      onRoom.run();
    }

    /** What it was given, in order. */
    Queue<SessionId> submits() {
      return submits;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public int room() {
      failAt(Manner.FAILS_AT_ROOM);
      return manner == Manner.DISCONNECTED || manner == Manner.FULL ? 0 : 100;
    }

    @Override
    public void onRoom(Runnable listener) {
      this.onRoom = listener;
    }

    @Override
    public CompletionStage<SubmitResult> submit(Sms sms) {
      failAt(Manner.FAILS_AT_SUBMIT);
      submits.add(sms.session());
      return switch (manner) {
        case ACCEPTS -> done(new SubmitResult.Accepted(sms.session().toString()));
        case UNAVAILABLE -> done(new SubmitResult.Unavailable("away"));
        case BUSY -> done(new SubmitResult.Unavailable("slower", true));
        case REFUSES_ALL -> done(new SubmitResult.Refused("account_closed", "x", true));
        case REFUSES_SENDERS ->
            done(
                sms.app().value().equals("demo")
                    ? new SubmitResult.Accepted(sms.session().toString())
                    : new SubmitResult.Refused("operator_refused", "ESME_RINVSRCADR", true));
        case REFUSES_THE_NUMBER -> done(new SubmitResult.Refused("invalid_number", "11", false));
        case LOSES -> done(new SubmitResult.Ambiguous("the link was cut"));
        case SLOW -> held(sms.session());
        case SILENT, DISCONNECTED, FULL, FAILS_AT_ROOM, FAILS_AT_STATUS, FAILS_AT_SUBMIT ->
            new CompletableFuture<>();
      };
    }

    private CompletionStage<SubmitResult> held(SessionId session) {
      CompletableFuture<SubmitResult> answer = new CompletableFuture<>();
      held.put(session, answer);
      return answer.copy();
    }

    /** Takes what it has not answered yet. */
    void answerAll() {
      held.forEach(
          (session, answer) -> answer.complete(new SubmitResult.Accepted(session.toString())));
      held.clear();
    }

    /** Takes the one of those that has waited longest. */
    void answerNext() {
      SessionId next = submits.stream().filter(held::containsKey).findFirst().orElseThrow();
      held.remove(next).complete(new SubmitResult.Accepted(next.toString()));
    }

    /** How often it was asked how it is. */
    int timesAsked() {
      return asked.get();
    }

    /** How often it was closed. */
    int closed() {
      return closed.get();
    }

    private void failAt(Manner here) {
      if (manner == here) {
        throw new IllegalStateException("a fault of the adapter");
      }
    }

    private static CompletionStage<SubmitResult> done(SubmitResult result) {
      return CompletableFuture.completedFuture(result);
    }

    @Override
    public boolean reportsDelivery() {
      return reports;
    }

    @Override
    public GatewayStatus status() {
      asked.incrementAndGet();
      failAt(Manner.FAILS_AT_STATUS);
      return new GatewayStatus(manner != Manner.DISCONNECTED, "a peer", Map.of());
    }

    @Override
    public void close() {
      closed.incrementAndGet();
      answerAll();
    }
  }
}
