package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpDelivered;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.OtpSent;
import dev.sandi.event.OtpVerified;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.RunningService;
import dev.sandi.value.PhoneNumber;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** Guesses of one moment, as the ingress asks about them: in one request. */
@RequiresInfrastructure
class VerifyingManyCodesTest {

  private static final String RIGHT = "Right1";

  private final Processor processor = Processor.shared();
  private final PhoneNumber msisdn = Processor.freshNumber();
  private final PhoneNumber other = Processor.freshNumber();

  @Test
  void eachGuessIsAnsweredInItsPlace() {
    // Given
    OtpRequested request = sentTo(msisdn);
    sentTo(other);

    // When
    List<JsonNode> verdicts =
        processor.verify(
            List.of(
                guess(other, "wrong"),
                guess(Processor.freshNumber(), RIGHT),
                guess(msisdn, RIGHT),
                guess(other, RIGHT),
                guess(msisdn, RIGHT)));

    // Then
    assertThat(verdicts.stream().map(VerifyingManyCodesTest::outcome))
        .containsExactly("not_found", "not_found", "verified", "verified", "not_found");
    assertThat(verdicts.get(0).get("attempts_left").asInt()).isEqualTo(4);
    assertThat(verdicts.get(0).has("expires_in")).isTrue();
    assertThat(verdicts.get(1).has("expires_in")).isFalse();
    assertThat(verdicts.get(2).get("session_id").asString())
        .isEqualTo(request.sessionId().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "{\"guesses\":[, sandi, 400",
    "{\"guesses\":[GUESS, sandi, 400",
    "{\"guesses\":[NO NUMBER]}, sandi, 400",
    "{\"guesses\":[NO CODE]}, sandi, 400",
    "{\"guesses\":[GUESS]}, another, 401",
    "{\"guesses\":[GUESS]}, sandi, 200"
  })
  void aRequestIsAnsweredAlikeHoweverItsContentTypeIsWritten(
      String form, String token, int expected) {
    // Given
    String body =
        form.replace("GUESS", guess(msisdn, RIGHT))
            .replace("NO NUMBER", guess(msisdn, RIGHT).replace(msisdn.digits(), "x"))
            .replace("NO CODE", guess(msisdn, "?"));
    String secret = token.equals("sandi") ? RunningService.INTERNAL_TOKEN : token;

    // When
    HttpResponse<String> plain =
        processor.ask("/internal/v1/verify", "application/json", body, secret);
    HttpResponse<String> other =
        processor.ask("/internal/v1/verify", "application/json;charset=utf-8", body, secret);

    // Then
    assertThat(plain.statusCode()).isEqualTo(expected);
    assertThat(other.statusCode()).isEqualTo(expected);
    assertThat(plain.body()).isEqualTo(other.body());
    assertThat(plain.headers().firstValue("Content-Type")).hasValue("application/json");
  }

  @Test
  void wrongGuessesOfOneMomentUseUpTheBudgetOneByOne() {
    // Given
    sentTo(msisdn);

    // When
    List<JsonNode> verdicts = processor.verify(Collections.nCopies(7, guess(msisdn, "wrong")));

    // Then
    assertThat(verdicts.stream().map(VerifyingManyCodesTest::outcome))
        .containsExactly(
            "not_found", "not_found", "not_found", "not_found", "not_found", "locked", "locked");
    assertThat(verdicts.stream().limit(5).map(verdict -> verdict.get("attempts_left").asInt()))
        .containsExactly(4, 3, 2, 1, 0);
  }

  /** Codes of one number are ended one by one, of several numbers all at once. */
  @ParameterizedTest
  @CsvSource({"2, 5", "10, 1"})
  void ofCorrectChecksInBatchesOnTwoCopiesOneSucceedsForEachCode(int numbers, int codes)
      throws Exception {
    // Given: batches that ask about the same codes, each in an order of its own
    List<String> names = IntStream.range(0, codes).mapToObj(n -> "challenge-" + n).toList();
    List<String> all = new ArrayList<>();
    for (int i = 0; i < numbers; i++) {
      PhoneNumber number = Processor.freshNumber();
      names.forEach(name -> processor.publish(Requests.withChallenge(number, name, RIGHT)));
      await().untilAsserted(() -> assertThat(processor.inbox(number)).hasSize(codes));
      names.forEach(name -> all.add(Processor.guess(number, name, true, RIGHT)));
    }
    Random random = new Random(7);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try (Processor second = Processor.start(Infrastructure.shared(), Map.of())) {

      // When
      List<CompletableFuture<List<JsonNode>>> batches =
          IntStream.range(0, 200)
              .mapToObj(
                  n -> {
                    List<String> shuffled = new ArrayList<>(all);
                    Collections.shuffle(shuffled, random);
                    Processor copy = n % 2 == 0 ? processor : second;
                    return CompletableFuture.supplyAsync(() -> copy.verify(shuffled), threads);
                  })
              .toList();
      CompletableFuture.allOf(batches.toArray(CompletableFuture[]::new)).get();

      // Then
      List<String> outcomes =
          batches.stream()
              .flatMap(batch -> batch.join().stream())
              .map(VerifyingManyCodesTest::outcome)
              .toList();
      assertThat(outcomes.stream().filter("verified"::equals)).hasSize(all.size());
      assertThat(outcomes.stream().filter("not_found"::equals)).hasSize(199 * all.size());
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aGuessThatCannotBeDecidedFailsAloneAndCountsForNothing() throws SQLException {
    // Given: somebody keeps one of the codes
    sentTo(msisdn);
    sentTo(other);
    List<JsonNode> verdicts;
    try (Connection holder = Infrastructure.shared().database().superuser()) {
      hold(holder, "challenges where msisdn = '" + msisdn.digits() + "'");

      // When
      verdicts =
          processor.verify(
              List.of(guess(msisdn, "wrong"), guess(other, RIGHT), guess(msisdn, RIGHT)));
      holder.rollback();
    }

    // Then
    assertThat(verdicts.stream().map(VerifyingManyCodesTest::outcome))
        .containsExactly("undecided", "verified", "undecided");
    assertThat(processor.verify(msisdn, "wrong").get("attempts_left").asInt()).isEqualTo(4);
    assertThat(outcome(processor.verify(msisdn, RIGHT))).isEqualTo("verified");
  }

  @Test
  void whatWasVerifiedWhenACopyDiedIsToldByTheNextOneOnce() throws SQLException {
    try (Infrastructure own = Infrastructure.isolated();
        Connection holder = own.database().superuser()) {
      // Given: a copy that cannot end the session, until it is gone
      OtpRequested request = Requests.withCode(msisdn, RIGHT);
      try (Processor dying = Processor.start(own, Map.of())) {
        dying.publish(request);
        await().untilAsserted(() -> assertThat(dying.told(request.sessionId())).hasSize(2));
        hold(holder, "sessions where session_id = '" + request.sessionId() + "'");
        assertThat(outcome(dying.verify(msisdn, RIGHT))).isEqualTo("verified");
      }
      holder.rollback();

      // When
      try (Processor next = Processor.start(own, Map.of())) {
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () ->
                    next.bean(JdbcTemplate.class)
                            .queryForObject(
                                "select (select count(*) from verified_sessions)"
                                    + " + (select count(*) from outbox)"
                                    + " + (select count(*) from outbox_batches)",
                                Integer.class)
                        == 0);

        // Then
        assertThat(next.told(request.sessionId()))
            .extracting(Object::getClass)
            .isEqualTo(List.of(OtpSent.class, OtpDelivered.class, OtpVerified.class));
      }
    }
  }

  private OtpRequested sentTo(PhoneNumber number) {
    OtpRequested request = Requests.withCode(number, RIGHT);
    processor.publish(request);
    await().untilAsserted(() -> assertThat(processor.inbox(number)).hasSize(1));
    return request;
  }

  private static void hold(Connection holder, String rows) throws SQLException {
    holder.setAutoCommit(false);
    try (Statement statement = holder.createStatement()) {
      statement.execute("select from processor." + rows + " for update");
    }
  }

  private static String guess(PhoneNumber number, String code) {
    return Processor.guess(number, "default", false, code);
  }

  private static String outcome(JsonNode verdict) {
    return verdict.get("outcome").asString();
  }
}
