package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.crypto.Sealer;
import dev.sandi.event.Envelope;
import dev.sandi.event.OtpRequested;
import dev.sandi.processor.Histories.ExpiryLoop;
import dev.sandi.processor.Histories.GuessOld;
import dev.sandi.processor.Histories.GuessRight;
import dev.sandi.processor.Histories.GuessWrong;
import dev.sandi.processor.Histories.Send;
import dev.sandi.processor.Histories.Step;
import dev.sandi.processor.Histories.TimePasses;
import dev.sandi.processor.code.ExpireCodes;
import dev.sandi.processor.code.IssueCodes;
import dev.sandi.processor.session.Sessions;
import dev.sandi.processor.session.Sessions.Request;
import dev.sandi.testing.Infrastructure;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.TraceParent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/**
 * Whatever happens at a number, in whatever order, is answered as {@link ReferenceChallenges} says:
 * the real statements on the real database, with a lock after ten failures so that histories reach
 * it.
 */
class ChallengeProperties {

  private static final int MOST_FAILURES = 10;
  private static final Duration LOCK = Duration.ofMinutes(20);

  @SuppressWarnings("NullAway.Init")
  private static Processor processor;

  @BeforeContainer
  static void start() {
    Assumptions.assumeTrue(Infrastructure.isAvailable());
    processor =
        Processor.start(
            Infrastructure.shared(),
            Map.of(
                "sandi.processor.guesses.most-failures", String.valueOf(MOST_FAILURES),
                "sandi.processor.guesses.lock", LOCK.toString()));
  }

  @AfterContainer
  static void stop() {
    if (processor != null) {
      processor.close();
    }
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    return Histories.any();
  }

  @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED)
  void everyHistoryIsAnsweredAsTheRulesSay(@ForAll("histories") List<Step> history) {
    // Given: the clock only goes on, for a loop may end codes by the time it read a moment ago
    processor.keepUpWithTheClock();
    Subscriber subscriber = new Subscriber();

    // When
    history.forEach(subscriber::happens);
  }

  /** A number with its history, and with what the rules expect of it. */
  private static final class Subscriber {
    private final PhoneNumber msisdn = Processor.freshNumber();
    private final ReferenceChallenges rules = new ReferenceChallenges(MOST_FAILURES, LOCK);
    private final Map<String, String> newest = new HashMap<>();
    private final Map<String, String> replaced = new HashMap<>();
    private int codes;

    void happens(Step step) {
      if (step instanceof Send send) {
        send(send);
      } else if (step instanceof GuessRight guess) {
        guess(
            guess.challenge(),
            guess.simulated(),
            newest.get(name(guess.challenge(), guess.simulated())));
      } else if (step instanceof GuessOld guess) {
        guess(
            guess.challenge(),
            guess.simulated(),
            replaced.get(name(guess.challenge(), guess.simulated())));
      } else if (step instanceof GuessWrong guess) {
        guess(guess.challenge(), guess.simulated(), "Wrong");
      } else if (step instanceof TimePasses passes) {
        Processor.CLOCK.advance(passes.time());
      } else if (step instanceof ExpiryLoop) {
        processor.bean(ExpireCodes.class).expireDue();
      }
    }

    private void send(Send send) {
      Instant now = Processor.CLOCK.instant();
      String own = send.own() ? "Own" + (1000 + codes++) : null;
      OtpRequested event =
          Requests.of(msisdn, "challenge-" + send.challenge(), send.simulated(), own, send.limit());
      Request request = new Request(Envelope.of(event, now, TraceParent.start()), event);
      processor
          .bean(TransactionTemplate.class)
          .executeWithoutResult(
              status -> {
                processor.bean(Sessions.class).insert(List.of(request));
                processor.bean(IssueCodes.class).issue(List.of(request));
              });
      String code = code(send);
      String name = name(send.challenge(), send.simulated());
      if (rules.repeats(send, now)) {
        assertThat(code).isEqualTo(newest.get(name));
      } else {
        String before = newest.put(name, code);
        if (before != null && !before.equals(code)) {
          replaced.put(name, before);
        }
        assertThat(code).matches(own == null ? "[0-9]{6}" : own);
      }
      rules.sent(send, code, now);
    }

    private String code(Send send) {
      return processor
          .bean(JdbcTemplate.class)
          .query(
              "select code_id, sealed_code from challenges"
                  + " where app_id = 'demo' and msisdn = ? and challenge = ? and simulated = ?",
              (row, n) ->
                  processor
                      .bean(Sealer.class)
                      .open(row.getString("sealed_code"), row.getString("code_id"))
                      .reveal(),
              msisdn.digits(),
              "challenge-" + send.challenge(),
              send.simulated())
          .get(0);
    }

    private void guess(int challenge, boolean simulated, @Nullable String code) {
      String guessed = code == null ? "Never" : code;
      JsonNode answer = processor.verify(msisdn, "challenge-" + challenge, simulated, guessed);
      assertThat(
              new ReferenceChallenges.Answer(
                  answer.get("outcome").asString(),
                  answer.has("attempts_left") ? answer.get("attempts_left").asInt() : null,
                  answer.has("expires_in") ? answer.get("expires_in").asLong() : null,
                  answer.has("retry_after") ? answer.get("retry_after").asLong() : null))
          .isEqualTo(rules.guess(challenge, simulated, guessed, Processor.CLOCK.instant()));
    }

    private static String name(int challenge, boolean simulated) {
      return challenge + (simulated ? " simulated" : "");
    }
  }
}
