package dev.sandi.ingress.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.AppId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

@RequiresInfrastructure
class RequestCountsTest {

  private final Ingress ingress = Ingress.shared();
  private final RequestCounts counts = ingress.bean(RequestCounts.class);
  private final TransactionTemplate transactions = ingress.bean(TransactionTemplate.class);

  /** Long ago, where no loop counts. */
  private final Instant bucket = BucketCounts.bucketOf(Instant.parse("2001-01-01T00:03:00Z"));

  private final Instant now = bucket.plus(Duration.ofMinutes(1));

  @Test
  void onlyOneCopyCountsFiveMinutesAtATime() {
    // Given
    counts.forget(now.plus(RequestCounts.BUCKET));
    counts.open(bucket, bucket);

    // When
    Optional<Instant> meanwhile =
        Objects.requireNonNull(
            transactions.execute(
                status -> {
                  assertThat(take(Duration.ZERO)).contains(bucket);
                  return inAnotherTransaction();
                }));

    // Then
    assertThat(meanwhile).isEmpty();
  }

  private Optional<Instant> inAnotherTransaction() {
    TransactionTemplate another =
        new TransactionTemplate(Objects.requireNonNull(transactions.getTransactionManager()));
    another.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
    return Objects.requireNonNull(another.execute(status -> take(Duration.ZERO)));
  }

  @Test
  void whatWasCountedIsDueAgainAfterAPauseThatGrowsWithItsAge() {
    // Given
    counts.forget(now.plus(RequestCounts.BUCKET));
    counts.open(bucket, bucket);
    counts.count(bucket);

    // Then
    assertThat(take(Duration.ofHours(1))).isEmpty();
    assertThat(take(Duration.ZERO)).contains(bucket);
    assertThat(counts.take(bucket, now.plus(Duration.ofDays(1)), Duration.ZERO, true)).isEmpty();
  }

  @Test
  void theOneThatHasWaitedLongestHasItsTurnBesideTheNewest() {
    // Given two of which the older was counted before the newer
    Instant newer = bucket.plus(BucketCounts.BUCKET);
    Instant later = newer.plus(BucketCounts.BUCKET);
    counts.forget(later);
    counts.open(bucket, newer);
    counts.count(bucket);
    counts.count(newer);

    // Then
    assertThat(counts.take(bucket, newer, Duration.ZERO, true)).contains(newer);
    assertThat(counts.take(bucket, newer, Duration.ZERO, false)).contains(bucket);
  }

  @Test
  void whatIsForgottenIsGone() {
    // Given
    Customer customer = ingress.customer();
    ingress
        .jdbc()
        .update(
            "insert into request_counts values (?, ?::timestamptz, '{\"sent\":1}')",
            customer.app(),
            bucket.toString());
    assertThat(counts.of(new AppId(customer.app()), bucket)).hasSize(1);

    // When
    counts.forget(now.plus(RequestCounts.BUCKET));

    // Then
    assertThat(counts.of(new AppId(customer.app()), bucket)).isEmpty();
  }

  private Optional<Instant> take(Duration pause) {
    return counts.take(bucket, now, pause, true);
  }
}
