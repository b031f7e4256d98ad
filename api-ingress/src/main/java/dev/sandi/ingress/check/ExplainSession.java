package dev.sandi.ingress.check;

import dev.sandi.ingress.IngressProperties;
import dev.sandi.ingress.peer.InternalHttp;
import dev.sandi.ingress.peer.Peer;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.runtime.SandiProperties;
import dev.sandi.value.AppId;
import dev.sandi.value.SessionId;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Asks the otp-processor, which keeps what checks decided, of sessions and of apps. */
@Component
final class ExplainSession {

  private static final byte[] NOTHING = {};

  private final Peer processor;

  ExplainSession(InternalHttp http, IngressProperties ingress, SandiProperties sandi) {
    this.processor =
        new Peer(
            http,
            ingress.requiredProcessorUrl(),
            sandi.requiredInternalToken(),
            ingress.verifyTimeout(),
            LoggerFactory.getLogger(ExplainSession.class),
            "The processor did not answer about checks");
  }

  /**
   * What those of an app let pass that only record.
   *
   * @throws Refusal 503 if it does not answer
   */
  ShadowReport shadow(AppId app) {
    HttpResponse<byte[]> answer = processor.ask("GET", "/apps/" + app.value() + "/shadow", NOTHING);
    if (answer.statusCode() != 200) {
      throw processor.unexpected(answer);
    }
    return processor.read(answer.body(), ShadowReport.class);
  }

  /**
   * What the checks said; empty if the processor does not know the session.
   *
   * @throws Refusal 503 if it does not answer
   */
  Optional<SessionChecks> of(SessionId session) {
    HttpResponse<byte[]> answer = processor.ask("GET", "/sessions/" + session + "/checks", NOTHING);
    return switch (answer.statusCode()) {
      case 200 -> Optional.of(processor.read(answer.body(), SessionChecks.class));
      case 404 -> Optional.empty();
      default -> throw processor.unexpected(answer);
    };
  }
}
