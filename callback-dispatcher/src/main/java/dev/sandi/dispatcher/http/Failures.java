package dev.sandi.dispatcher.http;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.proxy.ProxyConnectException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import reactor.netty.http.client.PrematureCloseException;

/** Tells failures apart, for people to read: all of them are tried again. */
final class Failures {

  /** The first that is found among a failure and its causes counts. */
  private static final List<Kind> KINDS =
      List.of(
          kind(UnusableTlsException.class, Failure.UNUSABLE_TLS_SETTINGS),
          kind(ForbiddenAddressException.class, Failure.FORBIDDEN_ADDRESS),
          kind(UnknownHostException.class, Failure.UNKNOWN_HOST),
          kind(ConnectTimeoutException.class, Failure.TIMEOUT),
          kind(TimeoutException.class, Failure.TIMEOUT),
          kind(ConnectException.class, Failure.CONNECTION_FAILED),
          kind(NoRouteToHostException.class, Failure.CONNECTION_FAILED),
          kind(CertificateExpiredException.class, Failure.CERTIFICATE_EXPIRED),
          kind(CertificateNotYetValidException.class, Failure.CERTIFICATE_EXPIRED),
          kind(CertPathBuilderException.class, Failure.CERTIFICATE_UNTRUSTED),
          kind(CertPathValidatorException.class, Failure.CERTIFICATE_UNTRUSTED),
          // The JDK's check of names throws this class itself, its checks of chains a subclass.
          new Kind(
              cause -> cause.getClass() == CertificateException.class,
              Failure.CERTIFICATE_WRONG_HOST),
          kind(SSLException.class, Failure.TLS_FAILED),
          kind(PrematureCloseException.class, Failure.CONNECTION_CLOSED),
          kind(PrematureChannelClosureException.class, Failure.CONNECTION_CLOSED),
          kind(AnswerTooLongException.class, Failure.INVALID_ANSWER),
          kind(DecoderException.class, Failure.INVALID_ANSWER),
          // What Netty's decoder throws for a first line that is not HTTP's.
          kind(IllegalArgumentException.class, Failure.INVALID_ANSWER),
          kind(IOException.class, Failure.CONNECTION_CLOSED));

  private record Kind(Predicate<Throwable> matches, Failure failure) {}

  private Failures() {}

  private static Kind kind(Class<? extends Throwable> type, Failure failure) {
    return new Kind(type::isInstance, failure);
  }

  static Failure classify(Throwable failure) {
    for (Kind kind : KINDS) {
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        if (kind.matches().test(cause)) {
          return kind.failure();
        }
      }
    }
    return Failure.FAILED;
  }

  /**
   * As {@link #classify}, where a proxy is in between. Whatever went wrong on the way to the proxy
   * is not the customer's fault; what the proxy says of the way from there is told by its status.
   */
  static Failure classifyProxied(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProxyConnectException refused) {
        return refusal(String.valueOf(refused.getMessage()));
      }
    }
    Failure direct = classify(failure);
    return direct == Failure.CONNECTION_FAILED || direct == Failure.UNKNOWN_HOST
        ? Failure.PROXY_FAILED
        : direct;
  }

  /** The message ends as in {@code status: 502 Bad Gateway}: the status is nowhere else. */
  private static Failure refusal(String message) {
    if (message.contains("status: 403")) {
      return Failure.FORBIDDEN_ADDRESS;
    }
    if (message.contains("status: 502")) {
      return Failure.CONNECTION_FAILED;
    }
    return message.contains("status: 504") ? Failure.TIMEOUT : Failure.PROXY_FAILED;
  }
}
