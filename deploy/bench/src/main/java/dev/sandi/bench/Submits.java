package dev.sandi.bench;

import dev.sandi.processor.gateway.Sms;
import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.SmsText;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** One thread that gives a gateway whatever it has room for, for a while. */
final class Submits {

  private static final long NAP = Duration.ofMillis(1).toNanos();

  private final SmsGateway gateway;
  private final Histogram micros = new ConcurrentHistogram(3);
  private final LongAdder accepted = new LongAdder();
  private final LongAdder others = new LongAdder();
  private final Numbers numbers = new Numbers();

  Submits(SmsGateway gateway) {
    this.gateway = gateway;
    Thread submitter = Thread.currentThread();
    gateway.onRoom(() -> LockSupport.unpark(submitter));
  }

  /** What came of it. */
  record Result(double perSecond, double p50Millis, double p99Millis, long others) {}

  Result run(Duration length) {
    micros.reset();
    accepted.reset();
    others.reset();
    long start = System.nanoTime();
    long end = start + length.toNanos();
    while (System.nanoTime() - end < 0) {
      int room = gateway.room();
      for (int i = 0; i < room; i++) {
        submit();
      }
      if (room == 0) {
        LockSupport.parkNanos(NAP);
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Result result =
        new Result(
            accepted.sum() / seconds,
            micros.getValueAtPercentile(50) / 1e3,
            micros.getValueAtPercentile(99) / 1e3,
            others.sum());
    awaitQuiet();
    return result;
  }

  private void submit() {
    long sent = System.nanoTime();
    Instant now = Instant.now();
    var unused =
        gateway
            .submit(
                new Sms(
                    SessionId.at(now),
                    new AppId("bench"),
                    new PhoneNumber("628%09d".formatted(numbers.next())),
                    new SmsText("Your Example code is 123456"),
                    now.plusSeconds(300),
                    null))
            .thenAccept(
                result -> {
                  micros.recordValue((System.nanoTime() - sent) / 1_000);
                  (result instanceof SubmitResult.Accepted ? accepted : others).increment();
                });
  }

  private void awaitQuiet() {
    while (gateway.status().figures().getOrDefault("in_flight", 0L) > 0) {
      LockSupport.parkNanos(NAP);
    }
  }
}
