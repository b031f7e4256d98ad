package dev.sandi.ingress.peer;

import dev.sandi.ingress.IngressProperties;
import dev.sandi.ingress.problem.OutageLog;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.runtime.SandiProperties;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The callback-dispatcher, which an installation may have kept from the ingress. */
@Component
public final class Dispatcher {

  private final InternalHttp http;
  private final IngressProperties ingress;
  private final SandiProperties sandi;

  Dispatcher(InternalHttp http, IngressProperties ingress, SandiProperties sandi) {
    this.http = http;
    this.ingress = ingress;
    this.sandi = sandi;
  }

  /** As {@link #asked(Class, String, Duration)}, for what it answers at once. */
  public Supplier<Peer> asked(Class<?> by, String subject) {
    return asked(by, subject, ingress.verifyTimeout());
  }

  /**
   * Who is to be asked.
   *
   * @param by whose log is told that it does not answer
   * @param subject what it is asked about, for that log
   * @param timeout the longest that a whole exchange may take
   * @return throws a {@link Refusal} 503 if it is not known where it listens
   */
  public Supplier<Peer> asked(Class<?> by, String subject, Duration timeout) {
    OutageLog unset =
        new OutageLog(LoggerFactory.getLogger(by), "Nobody is asked about " + subject);
    Optional<Peer> peer =
        ingress
            .optionalDispatcherUrl()
            .map(
                url ->
                    new Peer(
                        http,
                        url,
                        sandi.requiredInternalToken(),
                        timeout,
                        LoggerFactory.getLogger(by),
                        "The dispatcher did not answer about " + subject));
    return () ->
        peer.orElseThrow(
            () -> {
              unset.tell(new IllegalStateException("SANDI_DISPATCHER_URL is not set"));
              return Refusal.unavailable();
            });
  }
}
