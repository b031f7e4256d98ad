package dev.sandi.ingress.abandon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.Envelope;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.Session;
import dev.sandi.event.Topics;
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
import dev.sandi.messaging.EventRecords;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.AppId;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.SmsTemplate;
import dev.sandi.value.TimeLimit;
import dev.sandi.value.TraceParent;
import dev.sandi.value.UuidV7;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.ConsumerFactory;

/** What becomes of a request whose copy was killed between admission and publication. */
@RequiresInfrastructure
class EndAbandonedTest {

  private static final String MSISDN = "6281234567890";
  private static final Duration AFTER = Duration.ofMinutes(5);
  private static final String BODY = "{\"msisdn\":\"" + MSISDN + "\"}";

  private final Ingress ingress = Ingress.shared();
  private final AbandonedRequests requests = new AbandonedRequests(ingress.jdbc());
  private final Customer customer = ingress.customer();
  private final String app = customer.app();

  private final Instant then = Instant.now().minus(Duration.ofMinutes(1));

  /** By this, a publication may no longer be on its way; by the clock of the service it may. */
  private final Clock clock = Clock.offset(Clock.systemUTC(), AFTER.plusMinutes(1));

  private final EndAbandoned endAbandoned = endAbandoned(this::consumer);

  @BeforeEach
  void limit() {
    ingress.limit(app, new Limits(50, List.of(), 1, 10));
    ingress.allot(app, 1);
  }

  @Test
  void listsItAsRefusedAndGivesBackWhatItTook() {
    // Given
    SessionId lost = admitAndDie(null);
    assertThat(customer.send(BODY).status()).isEqualTo(429);

    // When
    sweepPast(lost);

    // Then
    Answer session = customer.get("/v2/otp/" + lost);
    assertThat(session.text("status")).isEqualTo("refused");
    assertThat(session.text("error")).isEqualTo("unavailable");
    assertThat(session.json().get("http_status").intValue()).isEqualTo(503);
    assertThat(session.json().get("events")).isEmpty();
    assertThat(session.text("expires_at")).isNull();
    assertThat(customer.get("/v2/otp?status=refused").body()).contains(lost.toString());
    assertThat(ingress.used(app)).isZero();

    // When
    Answer next = customer.send(BODY);

    // Then
    assertThat(next.status()).isEqualTo(201);
    assertThat(next.json().get("try_count").intValue()).isEqualTo(1);
  }

  @Test
  void leavesItAloneIfItIsOnTheTopic() {
    // Given
    SessionId lost = admitAndDie(null);
    ingress.publish(EventRecords.write(published(lost), "/sandi/api-ingress"));

    // When
    sweepPast(lost);

    // Then
    assertThat(customer.get("/v2/otp/" + lost).text("status")).isEqualTo("requested");
    assertThat(ingress.used(app)).isEqualTo(1);
  }

  @Test
  void leavesItAloneIfItWasHeardOf() {
    // Given
    SessionId lost = admitAndDie(null);
    ingress.tell(told(lost).sent());
    awaitStatus("sent", lost);

    // When
    sweepPast(lost);

    // Then
    assertThat(customer.get("/v2/otp/" + lost).text("status")).isEqualTo("sent");
    assertThat(ingress.used(app)).isEqualTo(1);
  }

  @Test
  void takesAgainWhatItGaveBackIfItIsHeardOfLater() {
    // Given: published by what nobody thought possible
    SessionId lost = admitAndDie(null);
    sweepPast(lost);
    assertThat(ingress.used(app)).isZero();

    // When
    ingress.tell(told(lost).sent());
    awaitStatus("sent", lost);

    // Then
    Answer session = customer.get("/v2/otp/" + lost);
    assertThat(session.json().get("http_status").intValue()).isEqualTo(201);
    assertThat(session.text("session_id")).isEqualTo(lost.toString());
    assertThat(session.text("error")).isNull();
    assertThat(session.body()).contains("otp.requested", "otp.sent");

    // When
    sweepPast(lost);
    sweepPast(lost);

    // Then
    assertThat(ingress.used(app)).isEqualTo(1);
    assertThat(customer.send(BODY).status()).isEqualTo(429);
  }

  @Test
  void letsAKeyTakeItUpAgainForWhatANewRequestCosts() {
    // Given
    SessionId lost = admitAndDie("order-1");
    ingress
        .jdbc()
        .update("update idempotency set lease_until = now() where session_id = ?", lost.value());
    sweepPast(lost);

    // When
    ingress.allot(app, 0);
    Answer refused = customer.send(BODY, "order-1");
    ingress.allot(app, 1);
    Answer sent = customer.send(BODY, "order-1");

    // Then
    assertThat(refused.status()).isEqualTo(403);
    assertThat(sent.status()).isEqualTo(201);
    assertThat(sent.text("session_id")).isEqualTo(lost.toString());
    assertThat(ingress.used(app)).isEqualTo(1);
    Answer session = customer.get("/v2/otp/" + lost);
    assertThat(session.text("status")).isEqualTo("requested");
    assertThat(session.json().get("http_status").intValue()).isEqualTo(201);

    // When
    sweepPast(lost);

    // Then
    assertThat(ingress.used(app)).isEqualTo(1);
    assertThat(customer.send(BODY, "order-1").body()).isEqualTo(sent.body());
    assertThat(ingress.published(app)).containsExactly(lost.toString());
  }

  @Test
  void leavesItAloneIfItIsTakenUpAgainWhileItIsLookedFor() {
    // Given
    SessionId lost = admitAndDie("order-1");
    UUID from = mark(lost);
    List<Unheard> unheard =
        requests.unheard(from, UuidV7.lowerBound(then.plusSeconds(1))).stream()
            .filter(request -> request.session().equals(lost.value()))
            .toList();
    ingress
        .jdbc()
        .update("update idempotency set lease_until = now() where session_id = ?", lost.value());
    Answer resumed = customer.send(BODY, "order-1");

    // When
    Optional<Integer> ended = requests.end(mark(lost), from, unheard);

    // Then
    assertThat(resumed.status()).isEqualTo(201);
    assertThat(unheard).hasSize(1);
    assertThat(ended).contains(0);
    assertThat(customer.get("/v2/otp/" + lost).text("status")).isEqualTo("requested");
    assertThat(ingress.used(app)).isEqualTo(1);
  }

  @Test
  void endsItIfTheAttemptThatTookItUpAgainDiesAsWell() {
    // Given
    SessionId lost = admitAndDie("order-1");
    mark(lost);
    endLease(lost);
    SessionId second = takeUpAndDie("order-1", then.plusSeconds(40));

    // When
    sweepOnPast(lost);

    // Then: it may still be on its way
    assertThat(customer.get("/v2/otp/" + lost).text("status")).isEqualTo("requested");

    // When
    sweepOnPast(second);

    // Then
    isEnded(lost);
    assertThat(customer.send(BODY).status()).isEqualTo(201);
  }

  @Test
  void endsItAsOftenAsItIsTakenUpAgainAndDies() {
    // Given: given back, paid anew, and taken up with what was paid then
    SessionId lost = admitAndDie("order-1");
    endLease(lost);
    sweepPast(lost);
    SessionId second = takeUpAndDie("order-1", then.plusSeconds(35));
    endLease(lost);
    SessionId third = takeUpAndDie("order-1", then.plusSeconds(80));
    assertThat(ingress.used(app)).isEqualTo(1);

    // When
    sweepOnPast(second);

    // Then
    assertThat(ingress.used(app)).isEqualTo(1);

    // When
    sweepOnPast(third);

    // Then
    isEnded(lost);

    // When
    endLease(lost);
    Answer sent = customer.send(BODY, "order-1");

    // Then
    assertThat(sent.status()).isEqualTo(201);
    assertThat(sent.text("session_id")).isEqualTo(lost.toString());
    assertThat(ingress.used(app)).isEqualTo(1);
  }

  @Test
  void leavesItAloneIfAnyOfItsAttemptsIsOnTheTopic() {
    // Given: by the first one, and the processor is far behind
    SessionId lost = admitAndDie("order-1");
    ingress.publish(EventRecords.write(published(lost), "/sandi/api-ingress"));
    mark(lost);
    endLease(lost);
    SessionId second = takeUpAndDie("order-1", then.plusSeconds(40));
    sweepOnPast(lost);
    sweepOnPast(second);
    endLease(lost);
    SessionId third = takeUpAndDie("order-1", then.plusSeconds(80));

    // When
    sweepOnPast(third);

    // Then
    assertThat(customer.get("/v2/otp/" + lost).text("status")).isEqualTo("requested");
    assertThat(ingress.used(app)).isEqualTo(1);
  }

  @Test
  void keepsNoListOfWhatItHasLookedAt() {
    // Given
    SessionId lost = admitAndDie("order-1");
    mark(lost);
    endLease(lost);
    customer.send(BODY, "order-1");
    assertThat(takenUp(lost)).isOne();

    // When
    sweepOnPast(SessionId.at(Instant.now()));

    // Then
    assertThat(takenUp(lost)).isZero();
  }

  @Test
  void givesBackOnceHoweverManyCopiesLook() {
    // Given
    SessionId lost = admitAndDie(null);
    List<Unheard> unheard = List.of(new Unheard(app, lost.value(), null, lost.value()));
    UUID from = mark(lost);
    UUID to = UuidV7.lowerBound(then.plusSeconds(1));

    // When
    List<Optional<Integer>> ended =
        IntStream.range(0, 8)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> requests.end(from, to, unheard)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    // Then
    assertThat(ended).containsOnlyOnce(Optional.of(1));
    assertThat(ended).filteredOn(Optional::isPresent).hasSize(1);
    assertThat(ingress.used(app)).isZero();
  }

  @Test
  void endsNothingWhileTheTopicCannotBeRead() {
    // Given
    SessionId lost = admitAndDie(null);
    EndAbandoned cutOff =
        endAbandoned(
            () -> {
              throw new IllegalStateException("away");
            });
    mark(lost);

    // When
    assertThatThrownBy(cutOff::run).hasMessage("away");

    // Then
    assertThat(customer.get("/v2/otp/" + lost).text("status")).isEqualTo("requested");
    assertThat(ingress.used(app)).isEqualTo(1);
    assertThat(requests.claim(lost.value(), Duration.ofMinutes(1))).isEmpty();
    sweepPast(lost);
    assertThat(ingress.used(app)).isZero();
  }

  private SessionId admitAndDie(@Nullable String key) {
    return admitAndDie(key, SessionId.at(then)).session();
  }

  /** Returns the attempt. */
  private SessionId takeUpAndDie(String key, Instant at) {
    return admitAndDie(key, SessionId.at(at)).candidate().session();
  }

  /** All that a copy does up to its death between admission and publication. */
  private Decision.Ticket admitAndDie(@Nullable String key, SessionId attempt) {
    Candidate candidate =
        new Candidate(
            new AppId(app),
            PhoneNumber.of(MSISDN),
            attempt,
            false,
            false,
            false,
            false,
            key == null ? null : IdempotencyKey.of(key, Customer.SEND, BODY.getBytes(UTF_8)),
            new Listing(ChallengeName.DEFAULT, TimeLimit.DEFAULT, false, null, null));
    return assertThat(ingress.bean(Admission.class).decide(candidate).join())
        .asInstanceOf(type(Decision.Admitted.class))
        .actual()
        .ticket();
  }

  private void endLease(SessionId session) {
    ingress
        .jdbc()
        .update("update idempotency set lease_until = now() where session_id = ?", session.value());
  }

  private Long takenUp(SessionId session) {
    return ingress
        .jdbc()
        .queryForObject(
            "select count(*) from taken_up where session_id = ?", Long.class, session.value());
  }

  private void isEnded(SessionId session) {
    Answer read = customer.get("/v2/otp/" + session);
    assertThat(read.text("status")).isEqualTo("refused");
    assertThat(read.text("error")).isEqualTo("unavailable");
    assertThat(read.json().get("http_status").intValue()).isEqualTo(503);
    assertThat(ingress.used(app)).isZero();
  }

  /** As if nobody had looked at a session yet. */
  private UUID mark(SessionId session) {
    UUID from = UuidV7.lowerBound(session.startedAt().minusSeconds(1));
    ingress.jdbc().update("update swept set up_to = ?, busy_until = '-infinity'", from);
    return from;
  }

  private void sweepPast(SessionId session) {
    mark(session);
    endAbandoned.run();
    assertThat(isSwept(session)).isTrue();
  }

  /** Goes on from where it was. */
  private void sweepOnPast(SessionId attempt) {
    for (int i = 0; i < 10 && !isSwept(attempt); i++) {
      endAbandoned.run();
    }
    assertThat(isSwept(attempt)).isTrue();
  }

  private boolean isSwept(SessionId id) {
    return Boolean.TRUE.equals(
        ingress.jdbc().queryForObject("select up_to > ? from swept", Boolean.class, id.value()));
  }

  private EndAbandoned endAbandoned(Supplier<Consumer<byte[], byte[]>> consumers) {
    return new EndAbandoned(
        requests,
        new PublishedSessions(consumers, Topics.OTP_REQUESTED, clock),
        clock,
        AFTER,
        new SimpleMeterRegistry().counter("ended"));
  }

  @SuppressWarnings("unchecked")
  private Consumer<byte[], byte[]> consumer() {
    return ingress.bean(ConsumerFactory.class).createConsumer(null, "test", null);
  }

  private void awaitStatus(String status, SessionId session) {
    await().until(() -> status.equals(customer.get("/v2/otp/" + session).text("status")));
  }

  private Told told(SessionId session) {
    return new Told(
        new Session(session, new AppId(app), PhoneNumber.of(MSISDN), ChallengeName.DEFAULT, null));
  }

  private Envelope published(SessionId session) {
    return Envelope.of(
        new OtpRequested(
            session,
            new AppId(app),
            false,
            PhoneNumber.of(MSISDN),
            ChallengeName.DEFAULT,
            SmsTemplate.DEFAULT,
            null,
            TimeLimit.DEFAULT,
            null,
            then,
            null,
            null),
        then,
        TraceParent.start());
  }
}
