package dev.sandi.dispatcher.inspect;

import dev.sandi.dispatcher.http.Failure;
import dev.sandi.dispatcher.http.Phase;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What went wrong, for a person: a sentence for every error that can be on record. */
public final class ErrorInWords {

  private ErrorInWords() {}

  /**
   * The sentence of an error.
   *
   * @param error as it is on record; null if there was none
   * @param status what the server answered, if it did
   * @param phase what it failed in, if that is known
   * @return null if there was no error
   */
  public static @Nullable String of(
      @Nullable String error, @Nullable Integer status, @Nullable String phase) {
    if (error == null) {
      return null;
    }
    return switch (error) {
      case "gone" -> "The server answered with 410: it wants no more callbacks.";
      case "redirected" ->
          "The server answered with a redirect (%s), and those are not followed.".formatted(status);
      case "refused" -> "The server answered with %s, and only 2xx is success.".formatted(status);
      default ->
          Arrays.stream(Failure.values())
              .filter(failure -> failure.slug().equals(error))
              .findFirst()
              .map(failure -> of(failure, phase(phase)))
              // Written by a version that knows more.
              .orElseGet(() -> "The attempt failed: " + error + ".");
    };
  }

  private static @Nullable Phase phase(@Nullable String slug) {
    return Arrays.stream(Phase.values())
        .filter(phase -> phase.slug().equals(slug))
        .findFirst()
        .orElse(null);
  }

  private static String of(Failure failure, @Nullable Phase phase) {
    return switch (failure) {
      case UNKNOWN_HOST -> "The name of the host could not be resolved.";
      case FORBIDDEN_ADDRESS ->
          "The address must not be called: it is not a public one, or the proxy forbids it.";
      case INSECURE_URL -> "The URL is plain http, which the app does not allow.";
      case NO_SIGNING_KEY -> "The app has no webhook secret that can sign.";
      case UNUSABLE_TLS_SETTINGS ->
          "The app's certificates, or the private key of its certificate, cannot be used.";
      case PROXY_FAILED ->
          "The proxy that callbacks go through is away, or does not let them through.";
      case CONNECTION_FAILED -> "Nobody listens at the address, or no way leads there.";
      case CERTIFICATE_EXPIRED -> "The server's certificate is out of date, or not valid yet.";
      case CERTIFICATE_UNTRUSTED ->
          "The server's certificate is of no known authority, or the server does not send what"
              + " leads to it.";
      case CERTIFICATE_WRONG_HOST -> "The server's certificate is of another host.";
      case TLS_FAILED -> "The connection could not be encrypted.";
      case CONNECTION_CLOSED ->
          phase == Phase.BODY
              ? "The server closed the connection within its answer."
              : "The server closed the connection before it answered.";
      case INVALID_ANSWER ->
          "The answer is not proper HTTP, or its head is longer than Sandi reads.";
      case TIMEOUT -> timeout(phase);
      case INTERRUPTED ->
          "The process ended that had it in hand: nobody knows whether the request was sent.";
      case FAILED -> "The attempt failed for a reason that Sandi cannot tell.";
    };
  }

  private static String timeout(@Nullable Phase phase) {
    if (phase == null) {
      return "The exchange did not end before the deadline.";
    }
    return switch (phase) {
      case WAITING -> "Until the deadline, all connections to the server were in use.";
      case DNS -> "The name of the host was not resolved before the deadline.";
      case CONNECT -> "The server did not take the connection before the deadline.";
      case TLS -> "The connection was made, but not encrypted before the deadline.";
      case FIRST_BYTE -> "The server took the request, and did not answer before the deadline.";
      case BODY -> "The server began its answer, and did not end it before the deadline.";
    };
  }
}
