package dev.sandi.dispatcher.http;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import reactor.netty.http.client.PrematureCloseException;

/** Tells failures apart, for people to read: all of them are tried again. */
final class Failures {

  /** The first that is found among a failure and its causes counts. */
  private static final List<Kind> KINDS =
      List.of(
          new Kind(ForbiddenAddressException.class, Failure.FORBIDDEN_ADDRESS),
          new Kind(UnknownHostException.class, Failure.UNKNOWN_HOST),
          new Kind(ConnectTimeoutException.class, Failure.TIMEOUT),
          new Kind(TimeoutException.class, Failure.TIMEOUT),
          new Kind(ConnectException.class, Failure.CONNECTION_FAILED),
          new Kind(NoRouteToHostException.class, Failure.CONNECTION_FAILED),
          new Kind(SSLException.class, Failure.TLS_FAILED),
          new Kind(PrematureCloseException.class, Failure.CONNECTION_CLOSED),
          new Kind(DecoderException.class, Failure.INVALID_ANSWER),
          // What Netty's decoder throws for a first line that is not HTTP's.
          new Kind(IllegalArgumentException.class, Failure.INVALID_ANSWER),
          new Kind(IOException.class, Failure.CONNECTION_CLOSED));

  private record Kind(Class<? extends Throwable> type, Failure failure) {}

  private Failures() {}

  static Failure classify(Throwable failure) {
    for (Kind kind : KINDS) {
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        if (kind.type().isInstance(cause)) {
          return kind.failure();
        }
      }
    }
    return Failure.FAILED;
  }
}
