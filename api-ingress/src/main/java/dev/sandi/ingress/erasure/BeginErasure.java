package dev.sandi.ingress.erasure;

import dev.sandi.crypto.Sealer;
import dev.sandi.ingress.admin.AdminCall;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.Secret;
import dev.sandi.value.UuidV7;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.transaction.support.TransactionOperations;

/** Begins to erase a number. While one is at it already, that one is meant. */
final class BeginErasure {

  /** Each is opened to see whether it is of the same number. */
  static final int MOST = 1000;

  private final Erasures erasures;
  private final TransactionOperations transactions;
  private final Sealer sealer;
  private final Clock clock;

  BeginErasure(Erasures erasures, TransactionOperations transactions, Sealer sealer, Clock clock) {
    this.erasures = erasures;
    this.transactions = transactions;
    this.sealer = sealer;
    this.clock = clock;
  }

  /**
   * Begins.
   *
   * @return the receipt's id
   * @throws dev.sandi.ingress.problem.Refusal 409 if as many are under way as may
   */
  UUID begin(PhoneNumber msisdn, AdminCall call) {
    return Objects.requireNonNull(transactions.execute(status -> findOrBegin(msisdn, call)));
  }

  private UUID findOrBegin(PhoneNumber msisdn, AdminCall call) {
    erasures.oneAtATime();
    List<Erasure> left = erasures.left(MOST);
    Optional<UUID> same =
        left.stream().filter(each -> isOf(each, msisdn)).map(Erasure::id).findFirst();
    if (same.isEmpty() && left.size() == MOST) {
      throw Fault.TOO_MANY_ERASURES.refusal();
    }
    Instant now = clock.instant();
    UUID id = same.orElseGet(() -> UuidV7.at(now));
    if (same.isEmpty()) {
      erasures.add(id, sealer.seal(Secret.of(msisdn.digits()), Erasure.context(id)), now);
    }
    call.changes(Map.of("erasure", id, "begun", same.isEmpty()));
    return id;
  }

  private boolean isOf(Erasure erasure, PhoneNumber msisdn) {
    return sealer
        .open(erasure.sealedMsisdn(), Erasure.context(erasure.id()))
        .reveal()
        .equals(msisdn.digits());
  }
}
