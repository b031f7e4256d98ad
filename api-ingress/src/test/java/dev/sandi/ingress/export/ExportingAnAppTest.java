package dev.sandi.ingress.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.ingress.testing.Administrator;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.ingress.testing.Told;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.UuidV7;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@RequiresInfrastructure
class ExportingAnAppTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Ingress ingress = Ingress.shared();
  private final Administrator administrator = ingress.administrator();
  private final Customer customer = administrator.newCustomer();

  @Test
  void settingsRequestsAndEventsAreOneLineEachAndNothingSecretIsAmongThem() {
    // Given
    administrator.put(
        "/apps/" + customer.app() + "/test-numbers/6281200000009",
        "{\"otp\":\"835120\",\"outcome\":\"delivered\"}");
    administrator.put(
        "/apps/" + customer.app() + "/templates/login", "{\"template\":\"Your code is $OTP\"}");
    String secret =
        administrator.post("/apps/" + customer.app() + "/webhook-secrets", "{}").text("secret");
    Told told = Told.of(customer.app());
    ingress.tell(told.requested(), told.sent(), told.verified());
    customer.send("{\"msisdn\":\"6281234567890\",\"time_limit\":1}");
    ingress.customer().send("{\"msisdn\":\"6281234567899\"}");
    await().until(() -> types(export("")).stream().filter("request"::equals).count() == 2);

    // When
    Answer answer = export("");

    // Then
    assertThat(answer.header("Content-Type")).startsWith("application/x-ndjson");
    assertThat(types(answer))
        .containsExactly(
            "app",
            "quota",
            "key",
            "webhook_secret",
            "template",
            "test_number",
            "request",
            "request",
            "end");
    JsonNode session =
        lines(answer).stream()
            .filter(line -> line.at("/data/id").asString().equals(told.id().toString()))
            .findFirst()
            .orElseThrow();
    assertThat(session.at("/data/msisdn").asString()).isEqualTo(Told.MSISDN);
    assertThat(session.at("/data/status").asString()).isEqualTo("verified");
    assertThat(session.at("/data/events").valueStream().map(e -> e.get("type").asString()))
        .contains("otp.sent", "otp.verified");
    assertThat(answer.body())
        .doesNotContain(customer.key(), secret, "835120", "6281234567899", "hash");
  }

  @Test
  void goesOnWhereAnEarlierOneBroke() {
    // Given
    Instant day = Instant.now().minus(Duration.ofDays(1));
    List<UUID> ids =
        IntStream.range(0, ExportController.PAGE + 2)
            .mapToObj(n -> UuidV7.at(day.plusMillis(n)))
            .toList();
    insert(ids);

    // When
    Answer whole = export("");
    JsonNode progress =
        lines(whole).stream()
            .filter(line -> line.get("type").asString().equals("progress"))
            .findFirst()
            .orElseThrow();
    Answer rest = export("?cursor=" + progress.at("/data/cursor").asString());

    // Then
    assertThat(exported(whole)).containsExactlyElementsOf(ids);
    assertThat(exported(rest))
        .containsExactlyElementsOf(ids.subList(ExportController.PAGE, ids.size()));
    assertThat(types(rest)).containsExactly("request", "request", "end");
  }

  @Test
  void takesTheDaysThatWereAskedFor() {
    // Given
    Instant first =
        Instant.parse(
            Instant.now().minus(Duration.ofDays(2)).toString().substring(0, 10) + "T00:00:00Z");
    List<UUID> ids =
        List.of(
            UuidV7.at(first.minusMillis(1)),
            UuidV7.at(first),
            UuidV7.at(first.plus(Duration.ofDays(1)).minusMillis(1)),
            UuidV7.at(first.plus(Duration.ofDays(1))));
    insert(ids);

    // When
    Answer answer =
        export(
            "?from=%s&to=%s"
                .formatted(
                    first.toString().substring(0, 10), first.plus(Duration.ofDays(1)).toString()));

    // Then
    assertThat(exported(answer)).containsExactlyElementsOf(ids.subList(1, 3));
  }

  @Test
  void whatCannotBeMeantIsRefused() {
    assertThat(export("?from=yesterday").status()).isEqualTo(400);
    assertThat(export("?from=2027-01-02&to=2027-01-01").body())
        .contains("from should be before to");
    assertThat(export("?cursor=x").body()).contains("cursor should be");
    assertThat(administrator.get("/apps/nobody-here/export").text("code"))
        .isEqualTo("app_not_found");
  }

  private Answer export(String query) {
    return administrator.get("/apps/" + customer.app() + "/export" + query);
  }

  private void insert(List<UUID> ids) {
    ids.forEach(
        id ->
            ingress
                .jdbc()
                .update(
                    "insert into requests (id, app_id, msisdn, http_status, state, state_rank)"
                        + " values (?, ?, '6281234567890', 201, 'requested', 10)",
                    id,
                    customer.app()));
  }

  private static List<JsonNode> lines(Answer answer) {
    return answer.body().lines().map(JSON::readTree).toList();
  }

  private static List<String> types(Answer answer) {
    return lines(answer).stream().map(line -> line.get("type").asString()).toList();
  }

  private static List<UUID> exported(Answer answer) {
    return lines(answer).stream()
        .filter(line -> line.get("type").asString().equals("request"))
        .map(line -> UUID.fromString(line.at("/data/id").asString()))
        .toList();
  }
}
