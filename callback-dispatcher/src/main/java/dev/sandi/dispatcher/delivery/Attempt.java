package dev.sandi.dispatcher.delivery;

import dev.sandi.dispatcher.endpoint.Sample;
import dev.sandi.dispatcher.http.AttemptResult;
import dev.sandi.dispatcher.http.AttemptResult.Answered;
import dev.sandi.dispatcher.http.AttemptResult.Failed;
import dev.sandi.dispatcher.http.Failure;
import dev.sandi.dispatcher.http.Phase;
import dev.sandi.dispatcher.http.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that was made.
 *
 * @param number from 1
 */
record Attempt(
    int number, Instant startedAt, Duration duration, AttemptResult result, Timing timing) {

  private static final Set<Failure> NEVER_SENT =
      EnumSet.of(
          Failure.UNKNOWN_HOST,
          Failure.FORBIDDEN_ADDRESS,
          Failure.INSECURE_URL,
          Failure.NO_SIGNING_KEY,
          Failure.UNUSABLE_TLS_SETTINGS,
          Failure.PROXY_FAILED,
          Failure.CONNECTION_FAILED,
          Failure.CERTIFICATE_EXPIRED,
          Failure.CERTIFICATE_UNTRUSTED,
          Failure.CERTIFICATE_WRONG_HOST);

  /** Faults of the app's settings, and of ours: they say nothing about the endpoint. */
  private static final Set<Failure> NOT_OF_THE_ENDPOINT =
      EnumSet.of(
          Failure.NO_SIGNING_KEY,
          Failure.UNUSABLE_TLS_SETTINGS,
          Failure.INSECURE_URL,
          Failure.PROXY_FAILED);

  /** One of which nobody knows where its time went. */
  Attempt(int number, Instant startedAt, Duration duration, AttemptResult result) {
    this(number, startedAt, duration, result, Timing.NONE);
  }

  /** The same without the text of the answer, and where its time went. */
  Attempt bare() {
    AttemptResult kept =
        result instanceof Answered answered ? new Answered(answered.status(), "", null) : result;
    return new Attempt(number, startedAt, duration, kept);
  }

  boolean isFirst() {
    return number == 1;
  }

  Instant endedAt() {
    return startedAt.plus(duration);
  }

  boolean succeeded() {
    return result instanceof Answered answered
        && answered.status() >= 200
        && answered.status() < 300;
  }

  /** What it says about the endpoint. */
  Sample sample(boolean probe) {
    return new Sample(startedAt, endedAt(), kind(), probe);
  }

  private Sample.Kind kind() {
    if (succeeded()) {
      return Sample.Kind.SUCCEEDED;
    }
    if (result instanceof Answered answered) {
      return switch (answered.status()) {
        case 410 -> Sample.Kind.GONE;
        case 429 -> Sample.Kind.THROTTLED;
        default -> Sample.Kind.FAILED;
      };
    }
    if (result instanceof Failed failed) {
      if (failed.failure() == Failure.INTERRUPTED) {
        return Sample.Kind.INTERRUPTED;
      }
      return NOT_OF_THE_ENDPOINT.contains(failed.failure())
          ? Sample.Kind.UNSENT
          : Sample.Kind.FAILED;
    }
    return Sample.Kind.FAILED;
  }

  /**
   * Whether the request was begun, for all that is known.
   *
   * @param encrypted whether its connection had to be secured before
   */
  boolean mayHaveArrived(boolean encrypted) {
    if (!(result instanceof Failed failed)) {
      return true;
    }
    Phase phase = timing.phase();
    return switch (failed.failure()) {
      // A server may send an alert instead of an answer, or within one.
      case TLS_FAILED -> phase == Phase.FIRST_BYTE || phase == Phase.BODY;
      // As the time ended the next step may have been taken, and no more than that.
      case TIMEOUT -> !(phase == Phase.DNS || (encrypted && phase == Phase.CONNECT));
      default -> !NEVER_SENT.contains(failed.failure());
    };
  }

  @Nullable Integer status() {
    return result instanceof Answered answered ? answered.status() : null;
  }

  @Nullable String head() {
    return result instanceof Answered answered ? answered.head() : null;
  }

  @Nullable String retryAfter() {
    return result instanceof Answered answered ? answered.retryAfter() : null;
  }

  /** What it failed in; null if there was an answer, or nothing was begun. */
  @Nullable String phase() {
    Phase phase = timing.phase();
    return phase == null ? null : phase.slug();
  }

  /** Class of the failure in a stable slug; null after a success. */
  @Nullable String error() {
    if (succeeded()) {
      return null;
    }
    if (result instanceof Failed failed) {
      return failed.failure().slug();
    }
    Integer status = status();
    if (status != null && status == 410) {
      return "gone";
    }
    return status != null && status >= 300 && status < 400 ? "redirected" : "refused";
  }
}
