package dev.sandi.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.journey.Collector.Recorded;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@RequiresInfrastructure
class TracingTest {

  private static final String SESSION = "sandi.session_id";

  private static Collector collector;
  private static Pipeline pipeline;
  private static WebhookReceiver receiver;

  private final Customer demo = pipeline.customer("demo", "demo-key");
  private final String msisdn = Customer.freshNumber();

  @BeforeAll
  static void start() {
    collector = new Collector();
    pipeline =
        Pipeline.startWith(
            Infrastructure.shared(),
            Map.of(
                "sandi.tracing.endpoint",
                collector.url(),
                "sandi.tracing.sample",
                "1",
                "management.opentelemetry.tracing.export.schedule-delay",
                "100ms"));
    receiver = new WebhookReceiver();
  }

  @AfterAll
  static void stop() {
    receiver.close();
    pipeline.close();
    collector.close();
  }

  @Test
  void oneOtpIsOneTraceFromTheRequestToTheCallbackThatTellsOfItsVerification() {
    // When
    String session = sendAndVerify();

    // Then
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(traceOf(session))
                    .extracting(span -> span.service() + ": " + span.name())
                    .contains(
                        "api-ingress: POST /v2/otp/send",
                        "api-ingress: send otp.requested.v1",
                        "otp-processor: process otp.requested.v1",
                        "otp-processor: decide",
                        "otp-processor: submit",
                        "otp-processor: report",
                        "otp-processor: verify",
                        "otp-processor: send otp.lifecycle.v1",
                        "callback-dispatcher: process otp.lifecycle.v1",
                        "callback-dispatcher: callback otp.sent",
                        "callback-dispatcher: callback otp.delivered",
                        "callback-dispatcher: callback otp.verified",
                        "callback-dispatcher: send callback.lifecycle.v1",
                        "api-ingress: process callback.lifecycle.v1"));
    List<Recorded> trace = traceOf(session);
    assertThat(trace)
        .filteredOn(span -> span.parent().isEmpty())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.name()).isEqualTo("POST /v2/otp/send");
              assertThat(request.kind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
              assertThat(request.attributes())
                  .containsEntry("http.response.status_code", "201")
                  .containsEntry("sandi.app", "demo");
            });
    assertThat(trace).extracting(Recorded::id).doesNotHaveDuplicates();
    assertThat(ids(trace)).containsAll(parents(trace));
    assertThat(trace)
        .allSatisfy(span -> assertThat(span.attributes()).containsEntry(SESSION, session));
    assertThat(trace).noneMatch(Recorded::failed);
  }

  @Test
  void aBatchIsATraceOfItsOwnThatIsLinkedWithThoseOfItsEvents() {
    // When
    String session = send(Map.of("msisdn", msisdn));

    // Then
    await()
        .untilAsserted(
            () -> {
              Recorded published = one(session, "send otp.requested.v1");
              Recorded processed =
                  only(
                      named(session, "process otp.requested.v1").stream()
                          .filter(span -> span.service().equals("otp-processor"))
                          .toList());
              assertThat(collector.spans())
                  .filteredOn(span -> processed.links().contains(span.id()))
                  .singleElement()
                  .satisfies(
                      batch -> {
                        assertThat(batch.name()).isEqualTo("process batch");
                        assertThat(batch.parent()).isEmpty();
                        assertThat(batch.links()).contains(published.id());
                      });
            });
  }

  @Test
  void theTraceOfAClientGoesOn() {
    // Given
    String trace = "0af7651916cd43dd8448eb211c80319c";

    // When
    String session =
        demo.sendWithin("00-" + trace + "-b7ad6b7169203331-00", Map.of("msisdn", msisdn))
            .text("session_id");

    // Then
    await()
        .untilAsserted(
            () -> {
              Recorded request = one(session, "POST /v2/otp/send");
              assertThat(request.trace()).isEqualTo(trace);
              assertThat(request.parent()).isEqualTo("b7ad6b7169203331");
              assertThat(one(session, "submit").trace()).isEqualTo(trace);
            });
  }

  @Test
  void aRefusalTellsWhichCheckItWas() {
    // When
    String session = send(Map.of("msisdn", msisdn, "template", "$OTP http://prize.example/now"));

    // Then
    await()
        .untilAsserted(
            () ->
                assertThat(one(session, "decide").attributes())
                    .containsEntry("sandi.outcome", "refused")
                    .containsEntry("sandi.check", "spam")
                    .containsKey("sandi.reason"));
  }

  @Test
  void aRequestThatIsRefusedAtTheDoorTellsItsSlug() {
    // When
    demo.send(Map.of("msisdn", "12", "template", "short"));

    // Then
    await()
        .untilAsserted(
            () ->
                assertThat(collector.spans())
                    .filteredOn(span -> span.name().equals("POST /v2/otp/send"))
                    .extracting(Recorded::attributes)
                    .anySatisfy(
                        attributes ->
                            assertThat(attributes)
                                .containsEntry("http.response.status_code", "400")
                                .containsEntry("sandi.outcome", "invalid_msisdn")));
  }

  @Test
  void theRequestThatVerifiesNamesTheSession() {
    // When
    String session = sendAndVerify();

    // Then
    await()
        .untilAsserted(
            () ->
                assertThat(collector.spans())
                    .filteredOn(span -> span.name().equals("POST /v2/otp/verify"))
                    .filteredOn(span -> session.equals(span.attributes().get(SESSION)))
                    .hasSize(1));
  }

  @Test
  void whatIsTriedAgainLaterIsInTheSameTrace() {
    // When
    String session = send(Map.of("msisdn", msisdn, "callback_url", "http://localhost:1/otp"));
    await()
        .untilAsserted(
            () ->
                assertThat(named(session, "callback otp.sent"))
                    .extracting(TracingTest::attempt)
                    .contains("1"));
    pipeline.advance(Duration.ofSeconds(10));

    // Then
    await()
        .untilAsserted(
            () -> {
              assertThat(named(session, "callback otp.sent"))
                  .extracting(TracingTest::attempt)
                  .contains("2");
              assertThat(named(session, "callback otp.sent"))
                  .allSatisfy(
                      span -> {
                        assertThat(span.failed()).isTrue();
                        assertThat(span.attributes())
                            .containsEntry("error.type", "connection_failed")
                            .containsEntry("sandi.outcome", "retry");
                      });
            });
    assertThat(named(session, "callback otp.sent"))
        .extracting(Recorded::trace)
        .containsOnly(one(session, "submit").trace());
  }

  @Test
  void neitherACodeNorANumberNorAKeyNorASecretPathIsExported() {
    // Given
    String session = sendAndVerify();
    demo.verify(msisdn, "wrongguess");
    String code = "zqkxjvwy";
    String other = Customer.freshNumber();
    send(Map.of("msisdn", other, "otp", code, "callback_url", receiver.url() + "?token=s3cr3t"));
    await().untilAsserted(() -> assertThat(demo.inbox(other)).hasSize(1));
    demo.get("/v2/otp?msisdn=" + msisdn);
    demo.get("/v2/otp/" + msisdn);

    // When
    await().untilAsserted(() -> assertThat(traceOf(session)).hasSizeGreaterThan(12));
    await()
        .untilAsserted(
            () ->
                assertThat(collector.spans())
                    .extracting(Recorded::name)
                    .contains("GET /v2/otp", "GET /v2/otp/{session_id}"));
    String exported = collector.bytes();

    // Then
    assertThat(exported).contains(session);
    for (String secret :
        Set.of(
            msisdn,
            other,
            msisdn.substring(0, msisdn.length() - 1),
            code,
            "wrongguess",
            "demo-key",
            "s3cr3t",
            "verification code")) {
      assertThat(exported.contains(secret)).as(secret).isFalse();
    }
  }

  private String sendAndVerify() {
    String session = send(Map.of("msisdn", msisdn, "callback_url", receiver.url()));
    await().untilAsserted(() -> assertThat(demo.inbox(msisdn)).hasSize(1));
    assertThat(demo.verify(msisdn, demo.code(msisdn)).status()).isEqualTo(200);
    await().untilAsserted(() -> assertThat(receiver.of(session)).hasSize(3));
    return session;
  }

  private String send(Map<String, String> body) {
    return demo.send(body).text("session_id");
  }

  /** All spans of the trace that the request began. */
  private static List<Recorded> traceOf(String session) {
    String trace = one(session, "POST /v2/otp/send").trace();
    return spans(span -> span.trace().equals(trace));
  }

  private static Recorded one(String session, String name) {
    return only(named(session, name));
  }

  private static Recorded only(List<Recorded> spans) {
    assertThat(spans).hasSize(1);
    return spans.get(0);
  }

  private static List<Recorded> named(String session, String name) {
    return spans(
        span -> span.name().equals(name) && session.equals(span.attributes().get(SESSION)));
  }

  private static List<Recorded> spans(Predicate<Recorded> which) {
    return collector.spans().stream().filter(which).toList();
  }

  private static String attempt(Recorded span) {
    return span.attributes().getOrDefault("sandi.attempt", "");
  }

  private static Set<String> ids(List<Recorded> trace) {
    return trace.stream().map(Recorded::id).collect(Collectors.toSet());
  }

  private static Set<String> parents(List<Recorded> trace) {
    return trace.stream()
        .map(Recorded::parent)
        .filter(parent -> !parent.isEmpty())
        .collect(Collectors.toSet());
  }
}
