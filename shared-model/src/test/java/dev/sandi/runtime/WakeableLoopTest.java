package dev.sandi.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.runtime.WakeableLoop.Work;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

class WakeableLoopTest {

  private static final Duration NEVER = Duration.ofHours(1);

  private final AtomicInteger rounds = new AtomicInteger();
  private WakeableLoop loop;

  @AfterEach
  void stop() {
    loop.stop();
  }

  private void start(Duration safetyNet, Work work) {
    loop =
        new WakeableLoop(
            "test-loop",
            safetyNet,
            0,
            () -> {
              rounds.incrementAndGet();
              return work.run();
            });
    loop.start();
  }

  @Test
  void worksOnceWhenItStartsAndThenWaits() {
    // When
    start(NEVER, () -> Next.WHEN_WOKEN);

    // Then
    await().until(() -> rounds.get() == 1);
    await().during(Duration.ofMillis(300)).until(() -> rounds.get() == 1);
  }

  @Test
  void worksAgainWhenItIsWoken() {
    // Given
    start(NEVER, () -> Next.WHEN_WOKEN);
    await().until(() -> rounds.get() == 1);

    // When
    loop.wake();

    // Then
    await().atMost(Duration.ofSeconds(2)).until(() -> rounds.get() == 2);
  }

  @Test
  void doesNotMissAWakeThatComesWhileItWorks() throws Exception {
    // Given
    var working = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    start(
        NEVER,
        () -> {
          working.countDown();
          goOn.await();
          return Next.WHEN_WOKEN;
        });
    working.await();

    // When
    loop.wake();
    loop.wake();
    goOn.countDown();

    // Then: both are answered by one more round
    await().atMost(Duration.ofSeconds(2)).until(() -> rounds.get() == 2);
    await().during(Duration.ofMillis(300)).until(() -> rounds.get() == 2);
  }

  @Test
  void worksTogetherOnWhatComesWithinAMoment() {
    // Given
    long begun = System.nanoTime();
    start(NEVER, () -> Next.TOGETHER);

    // When
    while (System.nanoTime() - begun < Duration.ofMillis(200).toNanos()) {
      loop.wake();
    }
    int worked = rounds.get();
    long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();

    // Then
    assertThat(worked).isLessThanOrEqualTo((int) millis / 10 + 1);

    // When
    loop.wake();

    // Then: what came last is not missed
    await().atMost(Duration.ofSeconds(2)).until(() -> rounds.get() > worked);
  }

  @Test
  void goesOnAfterAMomentThoughNobodyWakesIt() {
    // When
    long begun = System.nanoTime();
    start(NEVER, () -> rounds.get() < 10 ? Next.SOON : Next.WHEN_WOKEN);

    // Then
    await().atMost(Duration.ofSeconds(2)).until(() -> rounds.get() == 10);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(90));
  }

  @Test
  void goesOnAtOnceWhileThereIsMore() {
    // When
    start(NEVER, () -> rounds.get() < 1000 ? Next.AT_ONCE : Next.WHEN_WOKEN);

    // Then
    await().atMost(Duration.ofSeconds(2)).until(() -> rounds.get() == 1000);
  }

  @Test
  void worksNowAndThenAsASafetyNet() {
    // When
    start(Duration.ofMillis(50), () -> Next.WHEN_WOKEN);

    // Then
    await().atMost(Duration.ofSeconds(5)).until(() -> rounds.get() >= 3);
  }

  @Test
  void wakesDoNotMakeAFailingLoopABusyOne() {
    // Given
    start(
        NEVER,
        () -> {
          throw new IllegalStateException("away");
        });

    // When
    await()
        .pollInterval(Duration.ofMillis(5))
        .during(Duration.ofSeconds(1))
        .until(
            () -> {
              loop.wake();
              return true;
            });

    // Then: 0, 100, 300, 700 ms
    assertThat(rounds.get()).isBetween(2, 5);
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void aFailureIsLoggedOnceAndSoIsItsEnd(CapturedOutput output) {
    // Given
    var away = new AtomicBoolean(true);

    // When
    start(
        NEVER,
        () -> {
          if (away.get()) {
            throw new IllegalStateException("the broker is away");
          }
          return Next.WHEN_WOKEN;
        });
    await().until(() -> rounds.get() >= 3);
    away.set(false);
    await().until(() -> output.getOut().contains("test-loop goes on"));

    // Then
    assertThat(output.getOut()).containsOnlyOnce("the broker is away");
  }

  @Test
  void anErrorDoesNotEndIt() {
    // When
    start(
        NEVER,
        () -> {
          if (rounds.get() == 1) {
            throw new StackOverflowError();
          }
          return Next.WHEN_WOKEN;
        });

    // Then
    await().atMost(Duration.ofSeconds(5)).until(() -> rounds.get() == 2);
  }

  @Test
  void letsTheRoundEndWhenItIsStopped() throws Exception {
    // Given
    var working = new CountDownLatch(1);
    var ended = new AtomicBoolean();
    start(
        NEVER,
        () -> {
          working.countDown();
          new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
          ended.set(true);
          return Next.AT_ONCE;
        });
    working.await();

    // When
    loop.stop();

    // Then
    assertThat(ended).isTrue();
    assertThat(loop.isRunning()).isFalse();
    int after = rounds.get();
    await().during(Duration.ofMillis(400)).until(() -> rounds.get() == after);
  }

  @Test
  void doesWhatWasAskedForMeanwhileInALastRound() throws InterruptedException {
    // Given: a round that lasts until the loop is being stopped
    CountDownLatch working = new CountDownLatch(1);
    start(
        NEVER,
        () -> {
          working.countDown();
          await().until(() -> !loop.isRunning());
          return Next.WHEN_WOKEN;
        });
    working.await();

    // When
    loop.wake();
    loop.stop();

    // Then
    assertThat(rounds).hasValue(2);
  }

  @Test
  void doesNothingMoreAtTheStopIfNothingWasAskedFor() {
    // Given
    start(NEVER, () -> Next.WHEN_WOKEN);
    await().until(() -> rounds.get() == 1);

    // When
    loop.stop();

    // Then
    assertThat(rounds).hasValue(1);
  }

  @Test
  void startsAgainAfterAStop() {
    // Given
    start(NEVER, () -> Next.WHEN_WOKEN);
    await().until(() -> rounds.get() == 1);
    loop.stop();
    int before = rounds.get();

    // When
    loop.start();

    // Then
    await().atMost(Duration.ofSeconds(2)).until(() -> rounds.get() > before);
  }
}
