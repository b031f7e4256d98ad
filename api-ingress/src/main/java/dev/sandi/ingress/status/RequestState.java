package dev.sandi.ingress.status;

import dev.sandi.event.LifecycleEvent;
import dev.sandi.event.OtpDelivered;
import dev.sandi.event.OtpExpired;
import dev.sandi.event.OtpFailed;
import dev.sandi.event.OtpRejected;
import dev.sandi.event.OtpSent;
import dev.sandi.event.OtpUndelivered;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a request came. Of two events, whichever comes first, the state of the higher rank holds,
 * so that topics need not agree on their order.
 */
enum RequestState {
  REFUSED(0),
  REQUESTED(10),
  SENT(20),
  UNDELIVERED(30),
  DELIVERED(40),
  EXPIRED(50),
  FAILED(60),
  REJECTED(70),
  VERIFIED(80);

  private final int rank;

  RequestState(int rank) {
    this.rank = rank;
  }

  static RequestState after(LifecycleEvent event) {
    if (event instanceof OtpSent) {
      return SENT;
    }
    if (event instanceof OtpUndelivered) {
      return UNDELIVERED;
    }
    if (event instanceof OtpDelivered) {
      return DELIVERED;
    }
    if (event instanceof OtpExpired) {
      return EXPIRED;
    }
    if (event instanceof OtpFailed) {
      return FAILED;
    }
    return event instanceof OtpRejected ? REJECTED : VERIFIED;
  }

  /** The state of a public name, as in {@code ?status=sent}. */
  static Optional<RequestState> find(String name) {
    return Arrays.stream(values()).filter(state -> state.toString().equals(name)).findFirst();
  }

  /** Stored beside the state: ranks may be put between, and never change. */
  int rank() {
    return rank;
  }

  /** The public name. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
