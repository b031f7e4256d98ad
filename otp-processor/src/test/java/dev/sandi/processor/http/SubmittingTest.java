package dev.sandi.processor.http;

import static dev.sandi.processor.http.Opened.SESSION;
import static dev.sandi.processor.http.Opened.sms;
import static dev.sandi.processor.http.Opened.submit;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.processor.gateway.SubmitResult.Accepted;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubmittingTest {

  private static final String ANSWERS =
      """
      answers:
        - {status: 2xx, result: accepted, message_id: {pointer: /id}}
      """;

  private final FakeProvider provider = FakeProvider.answering(200, "{\"id\":\"m-1\"}");
  private final Opened opened = new Opened().with("SANDI_SECRET_KEY", "s3cret");

  @AfterEach
  void close() {
    opened.close();
    provider.close();
  }

  @Test
  void fillsJsonWithTheMessage() {
    // Given
    SmsGateway gateway =
        opened.open(
            """
            request:
              url: %s/send
              json:
                to: ["{plus_msisdn}"]
                from: "{sender}"
                text: "{text}"
                ttl: "{valid_seconds:number}"
                dcs: "{coding:number}"
                reference: "{session}/{app}"
                literal: {deep: [1, true, null, "{{not}"]}
                key: ${SANDI_SECRET_KEY}
            sender: Sandi
            senders: {shop: Shop}
            choices:
              coding: {when_gsm7: "0", when_ucs2: "8"}
            longest_validity: PT1M
            """
                    .formatted(provider.url())
                + ANSWERS);

    // When
    SubmitResult result = submit(gateway, sms("Kode \"493817\"\n\\ €"));

    // Then
    assertThat(result).isEqualTo(new Accepted("m-1"));
    assertThat(provider.request().method()).isEqualTo("POST");
    assertThat(provider.request().path()).isEqualTo("/send");
    assertThat(provider.request().header("content-type")).isEqualTo("application/json");
    assertThat(provider.request().json().toString())
        .isEqualTo(
            "{\"to\":[\"+6281234567890\"],\"from\":\"Shop\","
                + "\"text\":\"Kode \\\"493817\\\"\\n\\\\ €\",\"ttl\":60,\"dcs\":0,"
                + "\"reference\":\"0193635e-0000-7000-8000-000000000001/shop\","
                + "\"literal\":{\"deep\":[1,true,null,\"{not}\"]},\"key\":\"s3cret\"}");
  }

  @Test
  void fillsAFormAndShowsWhoItIs() {
    // Given
    SmsGateway gateway =
        opened.open(
            """
            request:
              url: %s/accounts/${SANDI_SECRET_KEY}/messages
              form: {To: "{msisdn}", Body: "{text}", Hex: "{text_hex}", Flag: "{flag}"}
            authentication: {basic: {username: user, password: "${SANDI_SECRET_KEY}"}}
            choices: {flag: {when_gsm7: plain, when_ucs2: unicode}}
            """
                    .formatted(provider.url())
                + ANSWERS);

    // When
    submit(gateway, sms("a&b=c+d %20 я"));

    // Then
    Received request = provider.request();
    assertThat(request.path()).isEqualTo("/accounts/s3cret/messages");
    assertThat(request.header("content-type")).isEqualTo("application/x-www-form-urlencoded");
    assertThat(request.header("authorization")).isEqualTo("Basic dXNlcjpzM2NyZXQ=");
    assertThat(request.form())
        .containsOnly(
            entry("To", "6281234567890"),
            entry("Body", "a&b=c+d %20 я"),
            entry("Hex", "006100260062003D0063002B006400200025003200300020044F"),
            entry("Flag", "unicode"));
  }

  @Test
  void asksWithParametersAndHeaders() {
    // Given
    SmsGateway gateway =
        opened.open(
            """
            request:
              method: GET
              url: %s/send/{msisdn}?v=1
              query: {message: "{text}", till: "{valid_until}"}
              headers: {X-Key: "key ${SANDI_SECRET_KEY}", accept: application/json}
            authentication: {bearer: "${SANDI_SECRET_KEY}"}
            """
                    .formatted(provider.url())
                + ANSWERS);

    // When
    submit(gateway, sms("a&b=c/d?e#f"));

    // Then
    Received request = provider.request();
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.path()).isEqualTo("/send/6281234567890");
    assertThat(request.parameters())
        .containsEntry("message", "a&b=c/d?e#f")
        .containsEntry("v", "1");
    assertThat(request.header("x-key")).isEqualTo("key s3cret");
    assertThat(request.header("accept")).isEqualTo("application/json");
    assertThat(request.header("authorization")).isEqualTo("Bearer s3cret");
    assertThat(request.headers())
        .doesNotContainKeys("cookie", "accept-encoding", "transfer-encoding", "content-type");
  }

  @Test
  void takesSeveralIds() {
    // Given
    provider.answers(
        request -> Reply.of(200, "{\"parts\":[{\"id\":7},{\"id\":\"b\"},{\"id\":7}]}"));
    SmsGateway gateway = openWith("{pointer: /parts/*/id}");

    // When
    SubmitResult result = submit(gateway);

    // Then
    assertThat(result).isEqualTo(new Accepted(List.of("7", "b")));
  }

  @Test
  void takesTheIdFromAHeader() {
    // Given
    provider.answers(request -> Reply.of(204, "").with("X-Message-Id", "h-1"));
    SmsGateway gateway = openWith("{header: x-message-ID}");

    // When
    SubmitResult result = submit(gateway);

    // Then
    assertThat(result).isEqualTo(new Accepted("h-1"));
  }

  @Test
  void takesTheIdFromText() {
    // Given
    provider.answers(request -> Reply.of(200, "<answer><id>x-1</id>\n<id>x-2</id></answer>"));
    SmsGateway gateway = openWith("{pattern: '<id>([^<]+)</id>'}");

    // When
    SubmitResult result = submit(gateway);

    // Then
    assertThat(result).isEqualTo(new Accepted(List.of("x-1", "x-2")));
  }

  @Test
  void usesTheSessionWhereTheProviderGivesNoId() {
    // Given
    SmsGateway gateway =
        opened.open(
            """
            request: {url: "%s", form: {ref: "{session}"}}
            answers: [{status: 200, result: accepted}]
            """
                .formatted(provider.url()));

    // When
    SubmitResult result = submit(gateway);

    // Then
    assertThat(result).isEqualTo(new Accepted(SESSION.toString()));
  }

  @Test
  void takesNoMoreThanTheWindowAndTellsWhenThereIsRoom() throws Exception {
    // Given
    CountDownLatch hold = new CountDownLatch(1);
    provider.answers(
        request -> {
          hold(hold);
          return Reply.of(200, "{\"id\":1}");
        });
    SmsGateway gateway =
        opened.open("request: {url: \"%s\"}\nwindow: 3\n".formatted(provider.url()) + ANSWERS);
    AtomicInteger told = new AtomicInteger();
    gateway.onRoom(told::incrementAndGet);

    // When
    List<CompletionStage<SubmitResult>> results = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      results.add(gateway.submit(sms("493817")));
    }

    // Then
    assertThat(gateway.room()).isZero();
    assertThat(results.get(3).toCompletableFuture())
        .isCompletedWithValue(new SubmitResult.Unavailable("no room", true));
    assertThat(opened.metrics.get("sandi.gateway.http.in.flight").gauge().value()).isEqualTo(3);
    hold.countDown();
    await().until(() -> told.get() == 3);
    assertThat(gateway.room()).isEqualTo(3);
    assertThat(provider.requests()).hasSize(3);
    assertThat(
            opened
                .metrics
                .get("sandi.gateway.http.submits")
                .tags("gateway", "local", "outcome", "accepted")
                .timer()
                .count())
        .isEqualTo(3);
  }

  @Test
  void tellsOfRoomThatTheClockBringsBeforeAnythingIsAnswered() {
    // Given: answers that take longer than the rate asks one to wait
    CountDownLatch hold = new CountDownLatch(1);
    provider.answers(
        request -> {
          hold(hold);
          return Reply.of(200, "{\"id\":1}");
        });
    SmsGateway gateway =
        opened.open("request: {url: \"%s\"}\nper_second: 20\n".formatted(provider.url()) + ANSWERS);
    gateway.onRoom(() -> gateway.submit(sms("493817")));

    // When
    gateway.submit(sms("493817"));
    gateway.submit(sms("493817"));

    // Then
    await().until(() -> provider.requests().size() >= 6);
    hold.countDown();
  }

  @Test
  void waitsForAnswersThatAreUnderWayWhenItIsClosed() throws Exception {
    // Given
    CountDownLatch asked = new CountDownLatch(1);
    provider.answers(
        request -> {
          asked.countDown();
          pause();
          return Reply.of(200, "{\"id\":1}");
        });
    SmsGateway gateway =
        opened.open("request: {url: \"%s\"}\n".formatted(provider.url()) + ANSWERS);
    CompletionStage<SubmitResult> result = gateway.submit(sms("493817"));
    asked.await();

    // When
    gateway.close();

    // Then
    assertThat(result.toCompletableFuture()).isCompletedWithValue(new Accepted("1"));
    assertThat(gateway.room()).isZero();
    assertThat(opened.kind.find("local")).isEmpty();
  }

  @Test
  void keepsTheGatewayThatWasOpenedInTheOthersPlace() {
    // Given
    String settings = "request: {url: \"%s\"}\n".formatted(provider.url()) + ANSWERS;
    SmsGateway first = opened.open(settings);
    SmsGateway second = opened.open(settings);

    // When
    first.close();

    // Then
    assertThat(opened.kind.find("local")).get().extracting(each -> each.gateway()).isSameAs(second);
  }

  private SmsGateway openWith(String messageId) {
    return opened.open(
        """
        request: {url: "%s"}
        answers: [{status: 2xx, result: accepted, message_id: %s}]
        """
            .formatted(provider.url(), messageId));
  }

  private static void hold(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(300);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
