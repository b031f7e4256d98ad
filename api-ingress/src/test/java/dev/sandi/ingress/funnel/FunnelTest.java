package dev.sandi.ingress.funnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.Envelope;
import dev.sandi.ingress.testing.Administrator;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.ingress.testing.Told;
import dev.sandi.testing.RequiresInfrastructure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@RequiresInfrastructure
class FunnelTest {

  private final Ingress ingress = Ingress.shared();
  private final Administrator administrator = ingress.administrator();
  private final Customer customer = ingress.customer();

  @Test
  void tellsHowFarRequestsCameAndWhyOthersDidNot() {
    // Given
    Told verified = Told.of(customer.app());
    Told delivered = Told.of(customer.app());
    Told rejected = Told.of(customer.app());

    // When
    ingress.tell(verified.requested(), verified.sent(), verified.delivered(), verified.verified());
    ingress.tell(delivered.requested(), delivered.sent(), delivered.delivered());
    ingress.tell(rejected.requested(), rejected.rejected());
    customer.send("{\"msisdn\":\"6281234567890\",\"time_limit\":1}");

    // Then
    await()
        .untilAsserted(
            () ->
                assertThat(funnel("").get("total").toString())
                    .isEqualTo(
                        "{\"requested\":3,\"sent\":2,\"delivered\":2,\"verified\":1,\"refused\":1}"));
    JsonNode reasons = funnel("").get("reasons");
    assertThat(reasons.toString())
        .contains(
            "{\"status\":\"refused\",\"reason\":\"invalid_time_limit\",\"count\":1}",
            "{\"status\":\"rejected\",\"reason\":\"neighbouring_numbers\",\"count\":1}");
  }

  @Test
  void countsARequestAgainWhenItGoesOn() {
    // Given
    Told told = Told.of(customer.app());
    ingress.tell(told.requested(), told.sent());
    await().until(() -> total("sent") == 1 && total("verified") == 0);

    // When
    ingress.tell(told.verified());

    // Then
    await().until(() -> total("verified") == 1);
    assertThat(total("requested")).isEqualTo(1);
    assertThat(total("sent")).isEqualTo(1);
  }

  @Test
  void putsARequestIntoTheStepInWhichItBegan() {
    // Given
    Instant anHourAndMoreAgo = Instant.now().minus(Duration.ofMinutes(130));

    // When
    ingress.tell(Told.of(customer.app(), anHourAndMoreAgo).requested());
    ingress.tell(Told.of(customer.app()).requested());

    // Then
    await().until(() -> total("requested") == 1);
    await().until(() -> customer.get("/v2/otp").json().get("data").size() == 2);
    // As if what is listed so late had not been counted; it would be, in an hour.
    ingress.jdbc().update("update counted_buckets set counted_at = null, taken_at = null");
    await().until(() -> funnel("?hours=24").at("/total/requested").asInt() == 2);
    JsonNode day = funnel("?hours=24");
    assertThat(day.get("steps")).hasSize(24);
    assertThat(day.get("step_seconds").asInt()).isEqualTo(3600);
    assertThat(day.get("steps").get(23).at("/counts/requested").asInt()).isEqualTo(1);
    assertThat(funnel("").get("steps")).hasSize(12);
    assertThat(funnel("?hours=2").get("steps")).hasSize(24);
  }

  @Test
  void showsAnAppItsOwnRequestsAndAnAdministratorThoseOfAnyApp() {
    // Given
    ingress.tell(Told.of(customer.app()).requested());
    await().until(() -> total("requested") == 1);

    // When
    Answer another = ingress.customer().get("/v2/otp/funnel");
    Answer administrators = administrator.get("/apps/" + customer.app() + "/funnel");

    // Then
    assertThat(another.json().at("/total/requested").asInt()).isZero();
    assertThat(administrators.json().at("/total/requested").asInt()).isEqualTo(1);
  }

  @Test
  void tellsHowLongEachStageTook() {
    // Given
    for (int i = 0; i < 3; i++) {
      Told told = Told.of(customer.app());
      Envelope sent = told.sent();
      ingress.tell(
          told.requested(),
          sent,
          told.delivered(),
          told.verified(),
          told.calledBack(sent, Duration.ofMillis(i == 0 ? 30_000 : 80)));
    }

    // Then
    await().until(() -> stage("called_back").get("count").asInt() == 3);
    assertThat(stage("sent").get("count").asInt()).isEqualTo(3);
    assertThat(stage("sent").get("p50_ms").asDouble()).isCloseTo(1000, withPercentage(5));
    assertThat(stage("delivered").get("p99_ms").asDouble()).isCloseTo(1000, withPercentage(5));
    // From the report, two seconds before.
    assertThat(stage("verified").get("p50_ms").asDouble()).isCloseTo(2000, withPercentage(5));
    assertThat(stage("called_back").get("p50_ms").asDouble()).isCloseTo(80, withPercentage(5));
    assertThat(stage("called_back").get("p99_ms").asDouble()).isCloseTo(30_000, withPercentage(5));
    assertThat(stage("accepted").toString()).isEqualTo("{\"stage\":\"accepted\",\"count\":0}");
    assertThat(funnel("").get("timed_at").asString()).endsWith("Z");
  }

  @Test
  void tellsOfWhatIsVerifiedWithoutAReportFromWhenTheGatewayTookIt() {
    // Given
    Told told = Told.of(customer.app());

    // When
    ingress.tell(told.requested(), told.sent(), told.verified());

    // Then
    await().until(() -> stage("verified").get("count").asInt() == 1);
    assertThat(stage("verified").get("p50_ms").asDouble()).isCloseTo(3000, withPercentage(5));
    assertThat(stage("delivered").get("count").asInt()).isZero();
  }

  @Test
  void tellsHowLongItsOwnRequestsTookUntilTheyWereAcceptedOnEveryCopy() {
    // Given
    Ingress.second().refresh();

    // When
    customer.send("{\"msisdn\":\"6281234567890\"}");
    new Customer(Ingress.second(), customer.app(), customer.key())
        .send("{\"msisdn\":\"6281234567891\"}");
    customer.send("{\"msisdn\":\"6281234567892\",\"time_limit\":1}");

    // Then
    await().until(() -> stage("accepted").get("count").asInt() == 2);
    assertThat(stage("accepted").get("p99_ms").asInt()).isBetween(1, 20_000);
  }

  @Test
  void tellsWhatBecameOfCallbacks() {
    // Given
    Told told = Told.of(customer.app());
    Envelope sent = told.sent();
    Envelope delivered = told.delivered();

    // When
    ingress.tell(
        told.requested(),
        sent,
        delivered,
        told.calledBack(delivered, Duration.ofSeconds(1)),
        told.givenUp(sent, Duration.ofSeconds(2)),
        told.callbackFailed());

    // Then
    await()
        .untilAsserted(
            () ->
                assertThat(funnel("").get("callbacks").toString())
                    .isEqualTo("{\"delivered\":1,\"exhausted\":1,\"failing\":1}"));

    // When
    ingress.tell(told.calledBack(sent, Duration.ofMinutes(1)));

    // Then
    await().until(() -> funnel("").at("/callbacks/exhausted").asInt() == 0);
    assertThat(funnel("").at("/callbacks/delivered").asInt()).isEqualTo(2);
    assertThat(ingress.customer().get("/v2/otp/funnel").json().at("/callbacks/delivered").asInt())
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "25", "x", "-1", "100"})
  void tellsWhatIsWrongWithTheHours(String hours) {
    // When
    Answer own = customer.get("/v2/otp/funnel?hours=" + hours);
    Answer administrators = administrator.get("/apps/" + customer.app() + "/funnel?hours=" + hours);

    // Then
    assertThat(own.status()).isEqualTo(400);
    assertThat(administrators.status()).isEqualTo(400);
    assertThat(administrators.json().at("/errors/0/field").asString()).isEqualTo("hours");
  }

  @Test
  void countsByTheIndexOfAnAppsRequestsAndReadsNoTable() {
    // When
    List<String> plan =
        ingress
            .jdbc()
            .queryForList(
                """
                explain (costs off) select count(*) from requests r
                where r.app_id = '%s' and r.id >= '%s' and r.id < '%s'
                """
                    .formatted(
                        customer.app(),
                        Told.of(customer.app(), Instant.now().minusSeconds(300)).id(),
                        Told.of(customer.app()).id()),
                String.class);

    // Then
    assertThat(String.join("\n", plan)).contains("_pkey").doesNotContain("Seq Scan");
    assertThat(
            ingress
                .jdbc()
                .queryForObject(
                    "select array_to_string(proconfig, ',') from pg_proc"
                        + " where proname = 'count_requests'",
                    String.class))
        .contains("enable_seqscan=off");
  }

  private JsonNode stage(String name) {
    for (JsonNode stage : funnel("").get("stages")) {
      if (stage.get("stage").asString().equals(name)) {
        return stage;
      }
    }
    throw new AssertionError(name);
  }

  private int total(String name) {
    return funnel("").at("/total/" + name).asInt();
  }

  private JsonNode funnel(String query) {
    return customer.get("/v2/otp/funnel" + query).json();
  }
}
