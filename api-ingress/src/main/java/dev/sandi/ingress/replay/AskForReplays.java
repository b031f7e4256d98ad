package dev.sandi.ingress.replay;

import dev.sandi.ingress.admin.FieldErrors;
import dev.sandi.ingress.peer.Dispatcher;
import dev.sandi.ingress.peer.Peer;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.problem.Refusal;
import java.net.http.HttpResponse;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The callback-dispatcher, which replays. */
@Component
final class AskForReplays {

  private final Supplier<Peer> dispatcher;

  AskForReplays(Dispatcher dispatcher) {
    this.dispatcher = dispatcher.asked(AskForReplays.class, "replays");
  }

  /**
   * Asks the dispatcher.
   *
   * @param missing what to answer if there is none at the path
   * @param conflict what to answer if it cannot be done
   * @throws Refusal one of them, what the dispatcher finds wrong, and 503 if it does not answer
   */
  <T> T ask(String method, String path, byte[] body, Class<T> type, Fault missing, Fault conflict) {
    Peer peer = dispatcher.get();
    HttpResponse<byte[]> answer = peer.ask(method, path, body);
    return switch (answer.statusCode()) {
      case 200, 202 -> peer.read(answer.body(), type);
      case 400 ->
          throw new FieldErrors()
              .add("filter", peer.read(answer.body(), Told.class).message())
              .refusal(422);
      case 404 -> throw missing.refusal();
      case 409 -> throw conflict.refusal();
      default -> throw peer.unexpected(answer);
    };
  }

  private record Told(String message) {}
}
