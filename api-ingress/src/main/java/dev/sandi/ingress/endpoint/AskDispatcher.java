package dev.sandi.ingress.endpoint;

import dev.sandi.ingress.peer.Dispatcher;
import dev.sandi.ingress.peer.Peer;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.problem.Refusal;
import java.net.http.HttpResponse;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The callback-dispatcher, which keeps what endpoints there are. */
@Component
final class AskDispatcher {

  private static final byte[] NOTHING = {};

  private final Supplier<Peer> dispatcher;

  AskDispatcher(Dispatcher dispatcher) {
    this.dispatcher = dispatcher.asked(AskDispatcher.class, "endpoints");
  }

  /**
   * Asks the dispatcher.
   *
   * @throws Refusal 404 if there is no such endpoint, and 503 if the dispatcher does not answer
   */
  <T> T ask(String method, String path, Class<T> type) {
    Peer peer = dispatcher.get();
    HttpResponse<byte[]> answer = peer.ask(method, path, NOTHING);
    return switch (answer.statusCode()) {
      case 200 -> peer.read(answer.body(), type);
      case 404 -> throw Fault.ENDPOINT_NOT_FOUND.refusal();
      default -> throw peer.unexpected(answer);
    };
  }
}
