package dev.sandi.ingress.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.ingress.problem.Refusal;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {

  private static final InetAddress SOURCE = Address.read("203.0.113.7").orElseThrow();

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final FailedAttempts failures = new FailedAttempts(20, now::get);

  @Test
  void answersTwentyAMinuteAndRefusesTheRest() {
    // When
    long answered = answered(SOURCE, 100);

    // Then
    assertThat(answered).isEqualTo(20);
    assertThat(failures.note(SOURCE).status()).isEqualTo(429);
    assertThat(failures.note(SOURCE).slug()).isEqualTo("rate_limited");
  }

  @Test
  void tellsTruthfullyWhenToTryAgain() {
    // Given
    answered(SOURCE, 20);
    now.addAndGet(Duration.ofMillis(500).toNanos());

    // When
    long wait = retryAfter(failures.note(SOURCE));
    now.addAndGet(Duration.ofSeconds(wait).toNanos());
    Refusal afterTheWait = failures.note(SOURCE);

    // Then
    assertThat(wait).isEqualTo(3);
    assertThat(afterTheWait.status()).isEqualTo(401);
    assertThat(failures.note(SOURCE).status()).isEqualTo(429);
  }

  @Test
  void forgivesAfterAMinute() {
    // Given
    answered(SOURCE, 100);

    // When
    now.addAndGet(Duration.ofMinutes(1).toNanos());

    // Then
    assertThat(answered(SOURCE, 100)).isEqualTo(20);
  }

  @Test
  void countsEachAddressOfItsOwnAndASubscribersNetworkAsOne() {
    // Given
    answered(SOURCE, 20);
    answered(address("2001:db8:1:2::1"), 20);

    // Then
    assertThat(failures.note(address("203.0.113.8")).status()).isEqualTo(401);
    assertThat(failures.note(address("2001:db8:1:2:ffff::9")).status()).isEqualTo(429);
    assertThat(failures.note(address("2001:db8:1:3::1")).status()).isEqualTo(401);
    assertThat(failures.note(address("::ffff:203.0.113.7")).status()).isEqualTo(429);
  }

  private long answered(InetAddress source, int attempts) {
    return IntStream.range(0, attempts).filter(i -> failures.note(source).status() == 401).count();
  }

  private static InetAddress address(String text) {
    return Address.read(text).orElseThrow();
  }

  private static long retryAfter(Refusal refusal) {
    return Long.parseLong(refusal.headers().get("Retry-After"));
  }
}
