package dev.sandi.processor.smpp;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Failures of connections in words for an operator. */
final class Failure {

  private Failure() {}

  static String of(Exception e) {
    if (e instanceof UnknownHostException) {
      return "its name cannot be resolved";
    }
    if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
      return "it cannot be connected to";
    }
    if (e instanceof SocketTimeoutException) {
      return "it does not answer";
    }
    if (e instanceof SSLException) {
      return "TLS failed: " + e.getMessage();
    }
    if (e instanceof EOFException || e instanceof IOException) {
      return e.getMessage() == null ? "it closed the connection" : e.getMessage();
    }
    return e.getClass().getSimpleName();
  }
}
