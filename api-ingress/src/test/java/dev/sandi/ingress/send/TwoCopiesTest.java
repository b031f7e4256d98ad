package dev.sandi.ingress.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.Envelope;
import dev.sandi.event.OtpRequested;
import dev.sandi.ingress.admission.Admission;
import dev.sandi.ingress.admission.Candidate;
import dev.sandi.ingress.admission.Decision;
import dev.sandi.ingress.admission.IdempotencyKey;
import dev.sandi.ingress.admission.Listing;
import dev.sandi.ingress.app.Limits;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.ingress.testing.Told;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.SettableClock;
import dev.sandi.value.AppId;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.SmsTemplate;
import dev.sandi.value.TimeLimit;
import dev.sandi.value.TraceParent;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits and keys where two copies decide at once, and where one of them dies. */
@RequiresInfrastructure
class TwoCopiesTest {

  private static final String MSISDN = "6281234567890";
  private static final String BODY = "{\"msisdn\":\"" + MSISDN + "\"}";

  /** A burst on a busy machine is to be decided, not to be refused for being late. */
  private static final Map<String, String> PATIENT =
      Map.of("sandi.ingress.answer-within", "10s", "spring.mvc.async.request-timeout", "20s");

  private static SettableClock time;
  private static Ingress first;
  private static Ingress second;

  private final Customer customer = first.customer();
  private final String app = customer.app();

  @BeforeAll
  static void start() {
    time = new SettableClock(Instant.now());
    first = Ingress.startAt(time::instant, Infrastructure.shared(), PATIENT);
    second = Ingress.startAt(time::instant, Infrastructure.shared(), PATIENT);
  }

  @AfterAll
  static void stop() {
    first.close();
    second.close();
  }

  @BeforeEach
  void freeze() {
    second.refresh();
    time.set(Instant.now().truncatedTo(ChronoUnit.MILLIS));
  }

  @Test
  void sellExactlyTheQuota() {
    // Given
    first.allot(app, 100);

    // When
    List<Answer> answers = Customer.callAll(64, inTurns(400, TwoCopiesTest::toAnyNumber));

    // Then
    assertThat(having(201, answers)).hasSize(100);
    assertThat(having(403, answers)).hasSize(300);
    assertThat(first.used(app)).isEqualTo(100);
    assertThat(first.published(app)).hasSize(100).doesNotHaveDuplicates();
  }

  @Test
  void admitExactlyTheAppsRateInOneSecondAndAgainInTheNext() {
    // Given
    first.limit(app, new Limits(50, List.of(), 1000, 1000));

    // When
    List<Answer> answers = Customer.callAll(64, inTurns(200, TwoCopiesTest::toAnyNumber));

    // Then
    assertThat(having(201, answers)).hasSize(50);
    assertThat(having(429, answers))
        .hasSize(150)
        .allSatisfy(answer -> assertThat(answer.header("Retry-After")).isEqualTo("1"));

    // When
    time.advance(Duration.ofSeconds(1));
    List<Answer> next = Customer.callAll(64, inTurns(200, TwoCopiesTest::toAnyNumber));

    // Then
    assertThat(having(201, next)).hasSize(50);
    assertThat(having(429, next)).hasSize(150);
    assertThat(first.used(app)).isEqualTo(100);
  }

  @Test
  void sendToANumberOnceInItsWait() {
    // Given
    first.limit(app, new Limits(1000, Limits.DEFAULT.resendWaits(), 5, 10));

    // When
    List<Answer> answers = Customer.callAll(32, inTurns(64, i -> BODY));
    time.advance(Duration.ofSeconds(30));
    List<Answer> resends = Customer.callAll(32, inTurns(64, i -> BODY));

    // Then
    assertThat(having(201, answers)).singleElement().satisfies(a -> isTry(1, a));
    assertThat(having(429, answers))
        .hasSize(63)
        .allSatisfy(answer -> assertThat(answer.header("Retry-After")).isEqualTo("30"));
    assertThat(having(201, resends)).singleElement().satisfies(a -> isTry(2, a));
    assertThat(having(429, resends))
        .hasSize(63)
        .allSatisfy(answer -> assertThat(answer.header("Retry-After")).isEqualTo("60"));
  }

  @Test
  void makeOneSessionOfParallelRequestsWithOneKey() {
    // When
    List<Answer> answers =
        Customer.callAll(
            100,
            IntStream.range(0, 100)
                .mapToObj(i -> customer.at(copy(i)).sending(BODY, "order-1"))
                .toList());

    // Then
    List<Answer> accepted = having(201, answers);
    assertThat(accepted).filteredOn(answer -> !answer.isReplayed()).hasSize(1);
    assertThat(accepted).extracting(Answer::body).containsOnly(accepted.get(0).body());
    assertThat(having(409, answers))
        .hasSize(100 - accepted.size())
        .allSatisfy(
            answer -> {
              assertThat(answer.text("error")).isEqualTo("idempotency_key_in_use");
              assertThat(answer.header("Retry-After")).isNotNull();
            });
    assertThat(first.published(app)).containsExactly(accepted.get(0).text("session_id"));
    assertThat(first.used(app)).isEqualTo(1);
    assertThat(List.of(customer.send(BODY, "order-1"), onTheOther(BODY, "order-1")))
        .allSatisfy(
            answer -> {
              assertThat(answer.isReplayed()).isTrue();
              assertThat(answer.body()).isEqualTo(accepted.get(0).body());
            });
  }

  @Test
  void acceptOneOfParallelRequestsThatDifferUnderOneKey() {
    // When
    List<Answer> answers =
        Customer.callAll(
            100,
            IntStream.range(0, 100)
                .mapToObj(i -> customer.at(copy(i)).sending(toAnyNumber(i), "order-1"))
                .toList());

    // Then
    assertThat(having(201, answers)).hasSize(1);
    assertThat(answers).extracting(Answer::status).allMatch(List.of(201, 409, 422)::contains);
    assertThat(first.published(app))
        .containsExactly(having(201, answers).get(0).text("session_id"));
    assertThat(first.used(app)).isEqualTo(1);
  }

  @Test
  void sendWhatACopyThatDiedHadAdmittedButNotPublished() {
    // Given
    first.limit(app, Limits.DEFAULT);
    Decision.Ticket lost = admitAndDie("order-1");

    // When
    Answer early = onTheOther(BODY, "order-1");
    Duration wait = Duration.ofSeconds(Long.parseLong(early.header("Retry-After")));
    time.advance(wait.minusMillis(1));
    Answer stillEarly = onTheOther(BODY, "order-1");
    time.advance(Duration.ofMillis(1));
    Answer later = onTheOther(BODY, "order-1");

    // Then
    assertThat(List.of(early, stillEarly))
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isEqualTo(409);
              assertThat(answer.text("error")).isEqualTo("idempotency_key_in_use");
            });
    assertThat(later.status()).isEqualTo(201);
    assertThat(later.isReplayed()).isTrue();
    assertThat(later.text("session_id")).isEqualTo(lost.session().toString());
    isTry(1, later);
    assertThat(first.used(app)).isEqualTo(1);
    assertThat(first.published(app)).containsExactly(lost.session().toString());
    assertThat(onTheOther(BODY, "order-1").body()).isEqualTo(later.body());
  }

  @Test
  void publishTheSameSessionAgainIfACopyDiedBeforeItCouldNoteThatItIsPublished() {
    // Given
    Decision.Ticket lost = admitAndDie("order-1");
    first.tell(published(lost));

    // When
    time.advance(Duration.ofSeconds(12));
    Answer later = onTheOther(BODY, "order-1");

    // Then
    assertThat(later.text("session_id")).isEqualTo(lost.session().toString());
    assertThat(expiry(later)).isEqualTo(lost.at().plusSeconds(TimeLimit.DEFAULT.seconds()));
    assertThat(later.isReplayed()).isTrue();
    assertThat(first.published(app))
        .containsExactly(lost.session().toString(), lost.session().toString());
    assertThat(first.used(app)).isEqualTo(1);
    assertThat(customer.send(BODY, "order-1").body()).isEqualTo(later.body());
  }

  @Test
  void promiseAWholeTimeAgainOnceLittleIsLeftOfTheFirst() {
    // Given
    Duration most = Duration.ofSeconds(TimeLimit.DEFAULT.seconds());
    Instant begun = Instant.now().minus(most.dividedBy(2)).minusMillis(1);
    Decision.Ticket lost = admitAndDie("order-1", BODY, begun);

    // When
    time.advance(Duration.ofSeconds(12));
    Instant asked = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Answer later = onTheOther(BODY, "order-1");

    // Then
    assertThat(later.text("session_id")).isEqualTo(lost.session().toString());
    assertThat(expiry(later)).isBetween(asked.plus(most), Instant.now().plus(most));
    assertThat(later.isReplayed()).isFalse();
    assertThat(first.published(app)).containsExactly(lost.session().toString());
  }

  @Test
  void repeatTheAnswerThatACopyDiedBeforeItCouldNoteOnceSomethingWasHeardOfIt() {
    // Given
    Decision.Ticket lost = admitAndDie("order-1");
    Told told = Told.about(lost.session(), app);
    first.tell(published(lost), told.sent());
    await().until(() -> customer.get("/v2/otp/" + lost.session()).text("status").equals("sent"));

    // When
    Answer atOnce = onTheOther(BODY, "order-1");
    time.advance(Duration.ofMinutes(20));
    Answer later = customer.send(BODY, "order-1");

    // Then
    assertThat(atOnce.status()).isEqualTo(201);
    assertThat(atOnce.isReplayed()).isTrue();
    assertThat(atOnce.text("session_id")).isEqualTo(lost.session().toString());
    assertThat(expiry(atOnce)).isEqualTo(lost.at().plusSeconds(TimeLimit.DEFAULT.seconds()));
    assertThat(later.body()).isEqualTo(atOnce.body());
    assertThat(first.published(app)).containsExactly(lost.session().toString());
    assertThat(first.used(app)).isEqualTo(1);
  }

  @Test
  void repeatAnAnswerOnTheOtherCopyThoughTheFirstHasOnlyJustGivenIt() {
    // Given
    first.limit(app, new Limits(1000, List.of(), 1000, 1000));

    for (int i = 0; i < 50; i++) {
      // When
      Answer answer = customer.send(toAnyNumber(i), "order-" + i);
      Answer again = onTheOther(toAnyNumber(i), "order-" + i);

      // Then
      assertThat(again.isReplayed()).isTrue();
      assertThat(again.body()).isEqualTo(answer.body());
    }
    assertThat(first.published(app)).hasSize(50).doesNotHaveDuplicates();
  }

  @Test
  void sendNothingOfWhatACopyDiedWithWhileItMayNotBeSent() {
    // Given: its template is gone since
    String body = "{\"msisdn\":\"" + MSISDN + "\",\"template_name\":\"login\"}";
    Decision.Ticket lost = admitAndDie("order-1", body);

    // When
    Answer early = onTheOther(body, "order-1");
    time.advance(Duration.ofSeconds(15));
    Answer refused = onTheOther(body, "order-1");
    Answer stillRefused = customer.send(body, "order-1");

    // Then
    assertThat(early.text("error")).isEqualTo("idempotency_key_in_use");
    assertThat(List.of(refused, stillRefused))
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isEqualTo(400);
              assertThat(answer.text("error")).isEqualTo("invalid_template");
            });
    assertThat(first.published(app)).isEmpty();

    // When
    first
        .administrator()
        .put("/apps/" + app + "/templates/login", "{\"template\":\"Login: $OTP\"}");
    second.refresh();
    Answer sent = onTheOther(body, "order-1");

    // Then
    assertThat(sent.status()).isEqualTo(201);
    assertThat(sent.isReplayed()).isTrue();
    assertThat(sent.text("session_id")).isEqualTo(lost.session().toString());
    assertThat(first.published(app)).containsExactly(lost.session().toString());
    assertThat(first.used(app)).isEqualTo(1);
    assertThat(customer.send(body, "order-1").body()).isEqualTo(sent.body());
  }

  @Test
  void rememberNoRefusalForAWaitThatIsOver() {
    // Given
    first.limit(app, Limits.DEFAULT);
    assertThat(customer.send(BODY).status()).isEqualTo(201);
    Answer refused = customer.send(BODY, "order-1");

    // When
    time.advance(Duration.ofSeconds(Long.parseLong(refused.header("Retry-After"))));
    Answer later = onTheOther(BODY, "order-1");

    // Then
    assertThat(refused.status()).isEqualTo(429);
    assertThat(later.status()).isEqualTo(201);
    assertThat(later.isReplayed()).isFalse();
    assertThat(customer.send(BODY, "order-1").body()).isEqualTo(later.body());
  }

  @Test
  void forgetAKeyAfterADay() {
    // Given
    Answer today = customer.send(BODY, "order-1");
    assertThat(onTheOther(BODY, "order-1").isReplayed()).isTrue();
    time.advance(Duration.ofDays(1).minusMillis(1));
    Answer stillToday = onTheOther(BODY, "order-1");

    // When
    time.advance(Duration.ofMillis(1));
    Answer tomorrow = onTheOther("{\"msisdn\":\"6281234567891\"}", "order-1");

    // Then
    assertThat(stillToday.body()).isEqualTo(today.body());
    assertThat(stillToday.isReplayed()).isTrue();
    assertThat(tomorrow.status()).isEqualTo(201);
    assertThat(tomorrow.isReplayed()).isFalse();
    assertThat(tomorrow.text("session_id")).isNotEqualTo(today.text("session_id"));
  }

  private Decision.Ticket admitAndDie(String key) {
    return admitAndDie(key, BODY);
  }

  private Decision.Ticket admitAndDie(String key, String body) {
    return admitAndDie(key, body, time.instant());
  }

  /** All that a copy does up to its death between admission and publication. */
  private Decision.Ticket admitAndDie(String key, String body, Instant at) {
    return admit(key, body, at).ticket();
  }

  private Decision.Admitted admit(String key, String body, Instant at) {
    Candidate candidate =
        new Candidate(
            new AppId(app),
            PhoneNumber.of(MSISDN),
            SessionId.at(at),
            false,
            false,
            false,
            false,
            IdempotencyKey.of(key, Customer.SEND, body.getBytes(UTF_8)),
            new Listing(ChallengeName.DEFAULT, TimeLimit.DEFAULT, false, null, null));
    return assertThat(first.bean(Admission.class).decide(candidate).join())
        .asInstanceOf(type(Decision.Admitted.class))
        .actual();
  }

  private static Envelope published(Decision.Ticket ticket) {
    Candidate candidate = ticket.candidate();
    return Envelope.of(
        new OtpRequested(
            ticket.session(),
            candidate.app(),
            false,
            candidate.msisdn(),
            ChallengeName.DEFAULT,
            SmsTemplate.DEFAULT,
            null,
            TimeLimit.DEFAULT,
            null,
            ticket.at(),
            null,
            null),
        ticket.at(),
        TraceParent.start());
  }

  private List<HttpRequest.Builder> inTurns(int requests, IntFunction<String> body) {
    return IntStream.range(0, requests)
        .mapToObj(i -> customer.at(copy(i)).posting(Customer.SEND, body.apply(i)))
        .toList();
  }

  private static Ingress copy(int i) {
    return i % 2 == 0 ? first : second;
  }

  private static String toAnyNumber(int i) {
    return "{\"msisdn\":\"62812%07d\"}".formatted(i);
  }

  private Answer onTheOther(String body, String key) {
    return customer.at(second).send(body, key);
  }

  private static List<Answer> having(int status, List<Answer> answers) {
    return answers.stream().filter(answer -> answer.status() == status).toList();
  }

  @Test
  void repeatAnAnswerOnTheOtherCopyThoughItTookTheFirstLong() {
    // Given
    first.limit(app, new Limits(1000, List.of(), 1000, 1000));
    List<String> keys = List.of("order-1", "order-2", "order-3", "order-4", "order-5");
    Map<String, Decision.Admitted> slow =
        keys.stream().collect(toMap(key -> key, key -> admit(key, BODY, time.instant())));
    time.advance(Duration.ofSeconds(1));

    // When
    List<Answer> again =
        keys.stream()
            .map(
                key -> {
                  first.bean(Admission.class).done(slow.get(key));
                  return onTheOther(BODY, key);
                })
            .toList();

    // Then: all of them, unless the machine stands still between a note and a look
    assertThat(again).anyMatch(Answer::isReplayed);
  }

  private static Instant expiry(Answer answer) {
    return Instant.parse(answer.text("expires_at"));
  }

  private static void isTry(int count, Answer answer) {
    assertThat(answer.json().get("try_count").intValue()).isEqualTo(count);
  }
}
