package dev.sandi.ingress.delivery;

import dev.sandi.ingress.admin.FieldErrors;
import dev.sandi.ingress.peer.Dispatcher;
import dev.sandi.ingress.peer.Peer;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.problem.Refusal;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The callback-dispatcher, which keeps deliveries and makes callbacks. */
@Component
final class AskAboutDeliveries {

  private static final byte[] NOTHING = {};

  /** A page costs a bounded number of rows, but they may have to come from the disk. */
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);

  /** The dispatcher's longest deadline, and a little more. */
  private static final Duration LONGEST_CALLBACK = Duration.ofSeconds(40);

  private static final Duration SOON = Duration.ofSeconds(1);

  private static final String SUBJECT = "deliveries";

  private final Supplier<Peer> looking;
  private final Supplier<Peer> calling;

  AskAboutDeliveries(Dispatcher dispatcher) {
    this.looking = dispatcher.asked(AskAboutDeliveries.class, SUBJECT, LONGEST_LOOK);
    this.calling = dispatcher.asked(AskAboutDeliveries.class, SUBJECT, LONGEST_CALLBACK);
  }

  /** A rule that something given breaks. */
  private record Wrong(String field, String message) {}

  /**
   * What there is at a path.
   *
   * @throws Refusal 400 if a parameter breaks its rule, 404 if there is no such delivery, and 503
   *     if the dispatcher does not answer
   */
  <T> T look(String path, Class<T> type) {
    Peer peer = looking.get();
    return read(peer, peer.ask("GET", path, NOTHING), type, Fault.DELIVERY_NOT_FOUND, 400);
  }

  /**
   * Has a callback made, and waits for what comes of it.
   *
   * @throws Refusal 404 if there is no such app, 422 if a field breaks its rule, 429 if too many
   *     are made, and 503 if the dispatcher does not answer
   */
  <T> T call(String path, byte[] body, Class<T> type) {
    Peer peer = calling.get();
    return read(peer, peer.ask("POST", path, body), type, Fault.APP_NOT_FOUND, 422);
  }

  private static <T> T read(
      Peer peer, HttpResponse<byte[]> answer, Class<T> type, Fault missing, int statusOfWrong) {
    return switch (answer.statusCode()) {
      case 200 -> peer.read(answer.body(), type);
      case 400 -> {
        Wrong wrong = peer.read(answer.body(), Wrong.class);
        throw new FieldErrors().add(wrong.field(), wrong.message()).refusal(statusOfWrong);
      }
      case 404 -> throw missing.refusal();
      case 429 -> throw Fault.RATE_LIMITED.refusal().retryAfter(SOON);
      default -> throw peer.unexpected(answer);
    };
  }
}
