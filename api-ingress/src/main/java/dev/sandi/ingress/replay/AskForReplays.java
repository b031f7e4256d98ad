package dev.sandi.ingress.replay;

import dev.sandi.ingress.IngressProperties;
import dev.sandi.ingress.admin.FieldErrors;
import dev.sandi.ingress.peer.Peer;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.problem.OutageLog;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.runtime.SandiProperties;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The callback-dispatcher, which replays. */
@Component
final class AskForReplays {

  private static final Logger log = LoggerFactory.getLogger(AskForReplays.class);

  private final OutageLog unset = new OutageLog(log, "Nothing can be replayed");
  private final Optional<Peer> dispatcher;

  AskForReplays(IngressProperties ingress, SandiProperties sandi) {
    this.dispatcher =
        ingress
            .optionalDispatcherUrl()
            .map(
                url ->
                    new Peer(
                        url,
                        sandi.requiredInternalToken(),
                        ingress.verifyTimeout(),
                        log,
                        "The dispatcher did not answer about replays"));
  }

  /**
   * Asks the dispatcher.
   *
   * @param missing what to answer if there is none at the path
   * @param conflict what to answer if it cannot be done
   * @throws Refusal one of them, what the dispatcher finds wrong, and 503 if it does not answer
   */
  <T> T ask(String method, String path, byte[] body, Class<T> type, Fault missing, Fault conflict) {
    Peer peer = dispatcher.orElseThrow(this::unset);
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

  private Refusal unset() {
    unset.tell(new IllegalStateException("SANDI_DISPATCHER_URL is not set"));
    return Refusal.unavailable();
  }
}
