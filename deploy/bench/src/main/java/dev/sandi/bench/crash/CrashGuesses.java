package dev.sandi.bench.crash;

import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Has codes verified, each by several right guesses at once, until something is known of it. */
final class CrashGuesses {

  private static final int AT_ONCE = 3;

  private final CustomerCalls calls;
  private final Map<String, String> codes = new ConcurrentHashMap<>();
  private final Map<String, Verification> verifications = new ConcurrentHashMap<>();
  private final Set<String> open = ConcurrentHashMap.newKeySet();

  CrashGuesses(CustomerCalls calls) {
    this.calls = calls;
  }

  /** What a handset shows. */
  void received(String msisdn, String text) {
    codes.put(msisdn, text.replaceAll("\\D", ""));
  }

  /**
   * Guesses when the SMS is there.
   *
   * @param end when it is too late
   * @param copy which ingress is asked first
   */
  void begin(String msisdn, String session, Instant end, int copy) {
    open.add(msisdn);
    calls.later(1, () -> guess(msisdn, session, end, copy, 1));
  }

  private void guess(String msisdn, String session, Instant end, int copy, int nth) {
    String code = codes.get(msisdn);
    if (Instant.now().isAfter(end)) {
      open.remove(msisdn);
      return;
    } else if (code == null) {
      calls.later(1, () -> guess(msisdn, session, end, copy, nth));
      return;
    }
    String body = "{\"msisdn\":\"%s\",\"otp\":\"%s\"}".formatted(msisdn, code);
    List<CompletableFuture<?>> guesses = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      HttpRequest request = calls.post(copy + i, "/v2/otp/verify", body).build();
      guesses.add(
          calls
              .sendAtOnce(request)
              .handle(
                  (answer, failure) ->
                      verifications.merge(
                          session,
                          Verification.NONE.and(answer == null ? 0 : answer.statusCode()),
                          Verification::plus)));
    }
    var unused =
        CompletableFuture.allOf(guesses.toArray(CompletableFuture<?>[]::new))
            .whenComplete(
                (all, failure) -> {
                  Verification known = verifications.getOrDefault(session, Verification.NONE);
                  if (known.ok() + known.refused() == 0) {
                    calls.later(nth, () -> guess(msisdn, session, end, copy + 1, nth + 1));
                  } else {
                    open.remove(msisdn);
                  }
                });
  }

  /** Whether a code waits for its SMS, or for a verdict. */
  boolean isAnyOpen() {
    return !open.isEmpty();
  }

  /** By session. */
  Map<String, Verification> verifications() {
    return Map.copyOf(verifications);
  }
}
