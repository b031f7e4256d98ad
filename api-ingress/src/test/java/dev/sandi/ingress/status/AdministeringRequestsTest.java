package dev.sandi.ingress.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.ingress.testing.Administrator;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.ingress.testing.Told;
import dev.sandi.testing.RequiresInfrastructure;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@RequiresInfrastructure
class AdministeringRequestsTest {

  private final Ingress ingress = Ingress.shared();
  private final Administrator administrator = ingress.administrator();
  private final Customer customer = ingress.customer();

  @Test
  void listsTheRequestsOfOneAppAsTheAppSeesThem() {
    // Given
    customer.send("{\"msisdn\":\"6281234567890\"}");
    customer.send("{\"msisdn\":\"6281234567890\",\"time_limit\":1}");
    ingress.customer().send("{\"msisdn\":\"6281234567890\"}");

    // When
    Answer answer =
        await().until(() -> administrator.get(path()), a -> a.json().get("data").size() == 2);

    // Then
    assertThat(answer.json().get("data")).isEqualTo(customer.get("/v2/otp").json().get("data"));
    assertThat(answer.body()).doesNotContain("6281234567890");
  }

  @Test
  void goesOnWhereAPageEnded() {
    // Given
    List<Told> all =
        List.of(Told.of(customer.app()), Told.of(customer.app()), Told.of(customer.app()));
    all.forEach(told -> ingress.tell(told.requested()));
    await().until(() -> administrator.get(path()).json().get("data").size() == 3);

    // When
    Answer first = administrator.get(path() + "?limit=2");
    Answer second = administrator.get(path() + "?limit=2&cursor=" + first.text("next_cursor"));

    // Then
    assertThat(first.json().get("data")).hasSize(2);
    assertThat(second.json().get("data")).hasSize(1);
    assertThat(second.text("next_cursor")).isNull();
    assertThat(first.body()).doesNotContain(second.json().at("/data/0/session_id").asString());
  }

  @Test
  void filtersByStatusAndMsisdn() {
    // Given
    Told told = Told.of(customer.app());
    ingress.tell(told.requested(), told.sent());
    await().until(() -> administrator.get(path() + "?status=sent").body().contains("sent\""));

    // When
    JsonNode both = administrator.get(path() + "?status=sent&msisdn=+" + Told.MSISDN).json();
    JsonNode other = administrator.get(path() + "?msisdn=628555000111").json();

    // Then
    assertThat(both.at("/data/0/session_id").asString()).isEqualTo(told.id().toString());
    assertThat(other.get("data")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"status=gone, status", "msisdn=12, msisdn", "limit=0, limit", "cursor=x, cursor"})
  void tellsWhatIsWrongWithAQuery(String query, String field) {
    // When
    Answer answer = administrator.get(path() + "?" + query);

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo(field);
  }

  @Test
  void findsTheSessionOfAnyApp() {
    // Given
    String session = customer.send("{\"msisdn\":\"6281234567890\"}").text("session_id");

    // When
    Answer answer = administrator.get("/sessions/" + session);

    // Then
    assertThat(answer.text("app")).isEqualTo(customer.app());
    assertThat(answer.text("session_id")).isEqualTo(session);
    assertThat(answer.text("msisdn")).isEqualTo("62812******90");
    assertThat(answer.json().at("/events/0/type").asString()).isEqualTo("otp.requested");
  }

  @Test
  void looksEachAppUpWithTheSessionAndReadsNoTable() {
    // When
    List<String> plan =
        ingress
            .jdbc()
            .queryForList(
                """
                explain (costs off) select apps.id from apps cross join lateral (
                  select from requests where app_id = apps.id and requests.id = '%s' limit 1
                ) as hit
                limit 1
                """
                    .formatted(Told.of(customer.app()).id()),
                String.class);

    // Then
    assertThat(String.join("\n", plan)).contains("_pkey").doesNotContain("Seq Scan on requests");
  }

  @Test
  void knowsNeitherUnknownAppsNorUnknownSessions() {
    // When
    Answer app = administrator.get("/apps/no-such-app/requests");
    Answer strange = administrator.get("/apps/a%20b/requests");
    Answer session = administrator.get("/sessions/01a21427-d7d7-7a35-b190-add06d32a473");
    Answer none = administrator.get("/sessions/" + UUID.randomUUID().toString().substring(1));

    // Then
    assertThat(List.of(app.text("code"), strange.text("code"))).containsOnly("app_not_found");
    assertThat(List.of(session.text("code"), none.text("code"))).containsOnly("session_not_found");
  }

  private String path() {
    return "/apps/" + customer.app() + "/requests";
  }
}
