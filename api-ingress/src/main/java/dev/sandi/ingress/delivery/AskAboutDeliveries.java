package dev.sandi.ingress.delivery;

import dev.sandi.ingress.IngressProperties;
import dev.sandi.ingress.admin.FieldErrors;
import dev.sandi.ingress.peer.Peer;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.problem.OutageLog;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.runtime.SandiProperties;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The callback-dispatcher, which keeps deliveries and makes callbacks. */
@Component
final class AskAboutDeliveries {

  private static final Logger log = LoggerFactory.getLogger(AskAboutDeliveries.class);
  private static final byte[] NOTHING = {};

  /** A page costs a bounded number of rows, but they may have to come from the disk. */
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);

  /** The dispatcher's longest deadline, and a little more. */
  private static final Duration LONGEST_CALLBACK = Duration.ofSeconds(40);

  private static final Duration SOON = Duration.ofSeconds(1);

  private final OutageLog unset = new OutageLog(log, "Deliveries cannot be shown");
  private final Optional<Peer> looking;
  private final Optional<Peer> calling;

  AskAboutDeliveries(IngressProperties ingress, SandiProperties sandi) {
    this.looking = ingress.optionalDispatcherUrl().map(url -> peer(url, sandi, LONGEST_LOOK));
    this.calling = ingress.optionalDispatcherUrl().map(url -> peer(url, sandi, LONGEST_CALLBACK));
  }

  private static Peer peer(URI url, SandiProperties sandi, Duration timeout) {
    return new Peer(
        url,
        sandi.requiredInternalToken(),
        timeout,
        log,
        "The dispatcher did not answer about deliveries");
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
    Peer peer = looking.orElseThrow(this::unset);
    return read(peer, peer.ask("GET", path, NOTHING), type, Fault.DELIVERY_NOT_FOUND, 400);
  }

  /**
   * Has a callback made, and waits for what comes of it.
   *
   * @throws Refusal 404 if there is no such app, 422 if a field breaks its rule, 429 if too many
   *     are made, and 503 if the dispatcher does not answer
   */
  <T> T call(String path, byte[] body, Class<T> type) {
    Peer peer = calling.orElseThrow(this::unset);
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

  private Refusal unset() {
    unset.tell(new IllegalStateException("SANDI_DISPATCHER_URL is not set"));
    return Refusal.unavailable();
  }
}
