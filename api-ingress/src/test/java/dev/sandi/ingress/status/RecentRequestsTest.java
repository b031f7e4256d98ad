package dev.sandi.ingress.status;

import static dev.sandi.ingress.testing.Answer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.Envelope;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.ingress.testing.Told;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.AppId;
import dev.sandi.value.SessionId;
import dev.sandi.value.UuidV7;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@RequiresInfrastructure
class RecentRequestsTest {

  private final Ingress ingress = Ingress.shared();
  private Customer customer;

  @BeforeEach
  void newCustomer() {
    customer = ingress.customer();
  }

  @Test
  void showsAcceptedAndRefusedOnesNewestFirst() {
    // Given
    String session = customer.send("{\"msisdn\":\"6281234567890\"}").text("session_id");
    Answer refused = customer.send("{\"msisdn\":\"6281234567890\",\"time_limit\":1}");

    // When
    Answer answer =
        await().until(() -> customer.get("/v2/otp"), a -> a.json().get("data").size() == 2);

    // Then
    JsonNode data = answer.json().get("data");
    assertThat(data.get(0).get("request_id").asString()).isEqualTo(refused.header("X-Request-Id"));
    assertThat(data.get(0).get("status").asString()).isEqualTo("refused");
    assertThat(data.get(0).get("error").asString()).isEqualTo("invalid_time_limit");
    assertThat(data.get(0).get("http_status").intValue()).isEqualTo(400);
    assertThat(data.get(1).get("session_id").asString()).isEqualTo(session);
    assertThat(data.get(1).get("status").asString()).isEqualTo("requested");
    assertThat(data.get(1).get("msisdn").asString()).isEqualTo("62812******90");
    assertThat(answer.json().get("next_cursor").isNull()).isTrue();
    assertThat(answer.body()).doesNotContain("6281234567890");
  }

  @Test
  void showsTheFirstHundredThatWereRefusedInASecond() {
    // Given: a loop that takes no notice of its answers
    Customer other = ingress.customer();
    Instant at = Instant.now();
    RefusedRequests refused = ingress.bean(RefusedRequests.class);

    // When
    IntStream.range(0, 150).forEach(i -> refused.add(refused(customer, at)));
    refused.add(refused(customer, at.plusSeconds(1)));
    refused.add(refused(other, at));

    // Then
    await().until(() -> ids("/v2/otp?limit=100"), ids -> ids.size() == 100);
    await().until(() -> other.get("/v2/otp").json().get("data").size() == 1);
    assertThat(
            ingress
                .jdbc()
                .queryForObject(
                    "select count(*) from requests where app_id = ?", Long.class, customer.app()))
        .isEqualTo(101);
  }

  private static RefusedRequest refused(Customer customer, Instant at) {
    return new RefusedRequest(
        UuidV7.at(at), new AppId(customer.app()), null, null, 429, "rate_limited", "curl/8", at);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 20, 100})
  void showsEachOnceOverAllPages(int limit) {
    // Given: spread over days, so that pages cross partitions
    Random random = new Random(limit);
    List<Told> all =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    Told.of(
                        customer.app(),
                        Instant.now().minus(Duration.ofMinutes(random.nextInt(5 * 24 * 60)))))
            .toList();
    ingress.tell(all.stream().map(Told::requested).toArray(Envelope[]::new));
    List<String> newestFirst =
        all.stream().map(t -> t.id().toString()).sorted(Comparator.reverseOrder()).toList();
    await().until(() -> ids("/v2/otp?limit=100").size() == 40);

    // When
    List<String> paged = new ArrayList<>();
    String cursor = "";
    int pages = 0;
    do {
      Answer page = customer.get("/v2/otp?limit=" + limit + "&cursor=" + cursor);
      paged.addAll(ids(page));
      cursor = page.text("next_cursor");
      pages++;
    } while (cursor != null);

    // Then
    assertThat(paged).isEqualTo(newestFirst);
    assertThat(pages).isEqualTo((40 + limit - 1) / limit);
  }

  @Test
  void filtersByStatusAndMsisdn() {
    // Given
    Told sent = Told.of(customer.app());
    Told rejected = Told.of(customer.app());
    ingress.tell(sent.requested(), sent.sent(), rejected.requested(), rejected.rejected());
    String other = customer.send("{\"msisdn\":\"628555000111\"}").text("session_id");
    await().until(() -> ids("/v2/otp?status=rejected").size() + ids("/v2/otp").size() == 4);

    // When
    List<String> bySent = ids("/v2/otp?status=sent");
    List<String> byRejected = ids("/v2/otp?status=rejected&msisdn=" + Told.MSISDN);
    List<String> byOther = ids("/v2/otp?msisdn=%2B628555000111");
    List<String> byUnescapedPlus = ids("/v2/otp?msisdn=+628555000111&limit=&status=");
    List<String> byBoth = ids("/v2/otp?status=sent&msisdn=628555000111");

    // Then
    assertThat(bySent).containsExactly(sent.id().toString());
    assertThat(byRejected).containsExactly(rejected.id().toString());
    assertThat(byOther).containsExactly(other);
    assertThat(byUnescapedPlus).containsExactly(other);
    assertThat(byBoth).isEmpty();
  }

  @Test
  void findsARareStatusBehindManyOthersInBoundedSteps() {
    // Given: more of other states than one page looks through
    Instant start = Instant.now().minusSeconds(3600);
    Told rare = Told.of(customer.app(), start.minusSeconds(60));
    ingress.tell(rare.failed());
    ingress
        .jdbc()
        .update(
            """
            insert into requests (id, app_id, http_status, state, state_rank, requested_at, updated_at)
            select (lpad(to_hex(? + n), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0')
                    || '8000000000000000')::uuid, ?, 201, 'sent', 20, now(), now()
            from generate_series(1, 25000) as n
            """,
            start.toEpochMilli(), customer.app());
    await().until(() -> customer.get("/v2/otp/" + rare.id()).status() == 200);

    // When
    List<String> found = new ArrayList<>();
    String cursor = "";
    int pages = 0;
    do {
      Answer page = customer.get("/v2/otp?status=failed&cursor=" + cursor);
      found.addAll(ids(page));
      cursor = page.text("next_cursor");
      pages++;
    } while (cursor != null && pages < 10);

    // Then
    assertThat(found).containsExactly(rare.id().toString());
    assertThat(pages).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limit=0|limit should between 1-100",
        "limit=101|limit should between 1-100",
        "limit=-1|limit should between 1-100",
        "limit=ten|limit should between 1-100",
        "limit=99999999999|limit should between 1-100",
        "cursor=x|cursor should be the next_cursor of an earlier page",
        "cursor=AAAA|cursor should be the next_cursor of an earlier page",
        "cursor=%00|cursor should be the next_cursor of an earlier page",
        "status=gone|status should be one of refused, requested, sent, undelivered, delivered, expired, failed, rejected, verified"
      })
  void tellsWhatIsWrongWithAQuery(String query, String rule) {
    // When
    Answer answer = customer.get("/v2/otp?" + query);

    // Then
    assertThat(answer.body())
        .isEqualTo(
            problem(
                400, "Request invalid: " + rule, "invalid_request", answer.header("X-Request-Id")));
  }

  @Test
  void tellsWhatIsWrongWithAnMsisdn() {
    // When
    Answer answer = customer.get("/v2/otp?msisdn=12");

    // Then
    assertThat(answer.text("error")).isEqualTo("invalid_msisdn");
    assertThat(answer.text("message"))
        .isEqualTo("Msisdn invalid: msisdn length should between 4-16 characters");
  }

  @Test
  void isServedByAnIndexOfEachPartition() {
    // When
    List<String> plan =
        ingress
            .jdbc()
            .queryForList(
                """
                explain (costs off) select * from requests where app_id = 'a' and id < '%s'
                order by id desc limit 1
                """
                    .formatted(SessionId.at(Instant.now())),
                String.class);

    // Then
    assertThat(String.join("\n", plan)).contains("_pkey").doesNotContain("Seq Scan", "Sort");
  }

  private List<String> ids(String path) {
    return ids(customer.get(path));
  }

  private static List<String> ids(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer
        .json()
        .get("data")
        .valueStream()
        .map(
            row ->
                (row.has("session_id") ? row.get("session_id") : row.get("request_id")).asString())
        .toList();
  }
}
