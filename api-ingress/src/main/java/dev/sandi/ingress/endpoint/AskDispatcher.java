package dev.sandi.ingress.endpoint;

import dev.sandi.ingress.IngressProperties;
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

/** The callback-dispatcher, which keeps what endpoints there are. */
@Component
final class AskDispatcher {

  private static final Logger log = LoggerFactory.getLogger(AskDispatcher.class);
  private static final byte[] NOTHING = {};

  private final OutageLog unset = new OutageLog(log, "Endpoints cannot be administered");
  private final Optional<Peer> dispatcher;

  AskDispatcher(IngressProperties ingress, SandiProperties sandi) {
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
                        "The dispatcher did not answer about endpoints"));
  }

  /**
   * Asks the dispatcher.
   *
   * @throws Refusal 404 if there is no such endpoint, and 503 if the dispatcher does not answer
   */
  <T> T ask(String method, String path, Class<T> type) {
    Peer peer = dispatcher.orElseThrow(this::unset);
    HttpResponse<byte[]> answer = peer.ask(method, path, NOTHING);
    return switch (answer.statusCode()) {
      case 200 -> peer.read(answer.body(), type);
      case 404 -> throw Fault.ENDPOINT_NOT_FOUND.refusal();
      default -> throw peer.unexpected(answer);
    };
  }

  private Refusal unset() {
    unset.tell(new IllegalStateException("SANDI_DISPATCHER_URL is not set"));
    return Refusal.unavailable();
  }
}
