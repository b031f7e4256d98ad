package dev.sandi.ingress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.AppChanged;
import dev.sandi.event.EventJson;
import dev.sandi.event.EventType;
import dev.sandi.event.Topics;
import dev.sandi.ingress.testing.Administrator;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.AppId;
import dev.sandi.value.CallbackPolicy;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresInfrastructure
class AdministeringAppsTest {

  private final Ingress ingress = Ingress.shared();
  private final Administrator admin = ingress.administrator();

  @Test
  void createsAnAppWithTheUsualSettings() {
    // When
    Answer created = admin.post("/apps", "{\"name\":\"Shop\"}");
    Answer found = admin.get("/apps/" + created.text("id"));

    // Then
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    assertThat(created.header("Location")).isEqualTo("/admin/v1/apps/" + created.text("id"));
    assertThat(created.text("id")).matches("app_[0-9A-Za-z]{17}");
    assertThat(created.body())
        .contains(
            "\"name\":\"Shop\",\"mode\":\"live\",\"status\":\"active\"",
            "\"limits\":{\"requests_per_second\":50,\"resend_waits\":[30,60,120],"
                + "\"sends_per_hour\":5,\"sends_per_day\":10}",
            "\"insecure_callbacks\":false,\"return_otp\":false",
            "\"code\":{\"length\":6,\"alphabet\":\"numeric\"}",
            "\"check_modes\":{},\"allowed_domains\":[],\"check_settings\":{}");
    assertThat(found.body()).isEqualTo(created.body());
    assertThat(found.header("ETag")).isEqualTo(created.header("ETag"));
    assertThat(admin.changed(created).get("created").get("limits").get("sends_per_hour").asInt())
        .isEqualTo(5);
  }

  @Test
  void takesWhatAnAppWantsOfItsCallbacksWithinBounds() {
    // When
    Answer created =
        admin.post(
            "/apps",
            "{\"name\":\"Shop\",\"callbacks\":{\"retry_schedule\":[5,60],\"at_most_once\":true}}");
    String id = created.text("id");
    Answer patched =
        patch(
            "/apps/" + id,
            "{\"name\":\"Store\",\"callbacks\":{\"order\":\"none\",\"style\":\"legacy_post\"}}");
    Answer tooLong =
        admin.post("/apps", "{\"name\":\"x\",\"callbacks\":{\"retry_schedule\":[86401]}}");

    // Then
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    assertThat(created.body())
        .contains(
            "\"callbacks\":{\"retry_schedule\":[5,60],\"at_most_once\":true,\"order\":\"session\",\"style\":\"standard\"}");
    assertThat(patched.body())
        .contains(
            "\"callbacks\":{\"retry_schedule\":[5,60],\"at_most_once\":true,\"order\":\"none\",\"style\":\"legacy_post\"}");
    await()
        .untilAsserted(
            () ->
                assertThat(told(id))
                    .last()
                    .extracting(AppChanged::callbacks)
                    .isEqualTo(
                        new CallbackPolicy(
                            List.of(5L, 60L),
                            true,
                            CallbackPolicy.Order.NONE,
                            CallbackPolicy.Style.LEGACY_POST)));
    assertThat(tooLong.status()).isEqualTo(422);
    assertThat(tooLong.json().at("/errors/0/field").asString())
        .isEqualTo("callbacks.retry_schedule");
    assertThat(tooLong.json().at("/errors/0/message").asString()).contains("1-86400");
  }

  @Test
  void createsAnAppAsItIsTold() {
    // Given
    String id = "shop-" + UUID.randomUUID();

    // When
    Answer created =
        admin.post(
            "/apps",
            """
            {"id":"%s","name":"Shop","mode":"trial","insecure_callbacks":true,"return_otp":true,
             "limits":{"requests_per_second":7,"resend_waits":[0,5],"sends_per_hour":8,"sends_per_day":9},
             "check_modes":{"blocked":"shadow","spam":"off"},"quota":100,"owner":"group",
             "allowed_domains":["shop.example"],
             "check_settings":{"sequential":{"distinct":5,"window":20},"geography":{"allow":["ID"]}},
             "test_numbers":[{"msisdn":"+6281200000001","otp":"123456","outcome":"late"}]}
            """
                .formatted(id));

    // Then
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    App app = ingress.bean(KnownApps.class).find(new AppId(id)).orElseThrow();
    assertThat(app.trial()).isTrue();
    assertThat(app.sandbox()).isFalse();
    assertThat(app.returnOtp()).isTrue();
    assertThat(app.insecureCallbacks()).isTrue();
    assertThat(app.limits())
        .isEqualTo(new Limits(7, List.of(Duration.ZERO, Duration.ofSeconds(5)), 8, 9));
    assertThat(app.testNumbers().values()).extracting(TestNumber::outcome).containsExactly("late");
    assertThat(admin.get("/apps/" + id + "/quota").json().get("limit").asInt()).isEqualTo(100);
    await().untilAsserted(() -> assertThat(told(id)).hasSize(1));
    AppChanged told = told(id).get(0);
    assertThat(told.active()).isTrue();
    assertThat(told.insecureCallbacks()).isTrue();
    assertThat(told.checkModes()).containsEntry("blocked", "shadow").containsEntry("spam", "off");
    assertThat(told.owner()).isEqualTo(new AppId("group"));
    assertThat(told.allowedDomains()).containsExactly("shop.example");
    assertThat(told.checkSettings())
        .containsEntry("sequential", java.util.Map.of("distinct", 5, "window", 20))
        .containsEntry("geography", java.util.Map.of("allow", java.util.List.of("ID")));
  }

  @Test
  void refusesASecondAppOfAnId() {
    // Given
    String id = admin.newApp();

    // When
    Answer answer =
        admin.post("/apps", "{\"id\":\"%s\",\"name\":\"Other\",\"quota\":1}".formatted(id));

    // Then
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text("code")).isEqualTo("app_exists");
    assertThat(admin.get("/apps/" + id).text("name")).isEqualTo("Shop");
    assertThat(admin.get("/apps/" + id + "/quota").json().get("limit").isNull()).isTrue();
    assertThat(admin.changed(answer).isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                            | name            | name is required",
        "{'name':''}                                   | name            | name length should between 1-100 characters",
        "{'name':7}                                    | name            | name should be a string",
        "{'name':'a\\u0000b'}                          | name            | name should be a string",
        "{'name':'a\\nb'}                              | name            | name should not contain control characters",
        "{'name':'x','id':'a b'}                       | id              | app id should be 1-64 letters, digits, hyphens and underscores",
        "{'name':'x','mode':'LIVE'}                    | mode            | mode should be one of live, trial, sandbox",
        "{'name':'x','return_otp':'yes'}               | return_otp      | return_otp should be true or false",
        "{'name':'x','limits':7}                       | limits          | limits should be an object",
        "{'name':'x','limits':{'resend_waits':[60,30]}}| limits.resend_waits | resend_waits should not shrink",
        "{'name':'x','limits':{'resend_waits':[1.5]}}  | limits.resend_waits | resend_waits should be a whole number, 0-3600",
        "{'name':'x','limits':{'sends_per_day':0}}     | limits.sends_per_day | sends_per_day should be a whole number, 1-100000",
        "{'name':'x','callbacks':{'order':'fifo'}}     | callbacks.order | order should be one of session, none",
        "{'name':'x','callbacks':{'style':'get'}}      | callbacks.style | style should be one of standard, legacy_get, legacy_post",
        "{'name':'x','limits':{'per_day':1}}           | limits.per_day  | there is no such field",
        "{'name':'x','check_modes':{'spam':'on'}}      | check_modes.spam | spam should be one of enforce, shadow, off",
        "{'name':'x','check_settings':{'sequential':{'distinct':2}}} | check_settings.sequential.distinct | distinct should be a whole number, 3-400",
        "{'name':'x','check_settings':{'sequential':{'distinct':51}}} | check_settings.sequential.distinct | distinct should be at most window, which is 50",
        "{'name':'x','check_settings':{'sequential':{'slow_window':10}}} | check_settings.sequential.slow_distinct | slow_distinct should be at most slow_window, which is 10",
        "{'name':'x','check_settings':{'spam':{'speed':1}}} | check_settings.spam.speed | there is no such field",
        "{'name':'x','check_settings':{'spma':{}}}     | check_settings.spma | there is no such field",
        "{'name':'x','check_settings':{'geography':{'deny':['XX']}}} | check_settings.geography.deny | deny should contain codes of ISO 3166 such as ID",
        "{'name':'x','allowed_domains':['https://x.y']} | allowed_domains | allowed_domains should contain domains such as shop.example, others than of ASCII in their xn-- form",
        "{'name':'x','owner':'no such/owner'}          | owner           | owner should be 1-64 letters, digits, hyphens and underscores",
        "{'name':'x','quota':-1}                       | quota           | quota should be a whole number, 0-1000000000000",
        "{'name':'x','Name':'y'}                       | Name            | there is no such field",
        "{'name':'x','active':true}                    | active          | there is no such field",
        "{'name':'x','test_numbers':[{'msisdn':'6281','otp':'1'}]} | test_numbers[0].otp | otp length should between 4-10 characters",
        "{'name':'x','test_numbers':[7]}               | test_numbers[0] | test_numbers should contain objects"
      })
  void tellsWhichFieldIsWrong(String body, String field, String message) {
    // When
    Answer answer = admin.post("/apps", body.replace('\'', '"'));

    // Then
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.text("code")).isEqualTo("invalid_fields");
    assertThat(answer.text("detail")).isEqualTo(message);
    assertThat(answer.json().get("errors").toString())
        .isEqualTo("[{\"field\":\"%s\",\"message\":\"%s\"}]".formatted(field, message));
  }

  @Test
  void tellsAllWrongFieldsAtOnce() {
    // When
    Answer answer =
        admin.post("/apps", "{\"mode\":1,\"limits\":{\"sends_per_day\":\"1\"},\"x\":1}");

    // Then
    assertThat(answer.json().get("errors").valueStream().map(e -> e.get("field").asString()))
        .containsExactlyInAnyOrder("name", "mode", "limits.sends_per_day", "x");
  }

  @Test
  void changesWhatAPatchNamesAndNothingElse() {
    // Given
    String app = admin.newApp();
    String path = "/apps/" + app;
    patch(
        path,
        "{\"limits\":{\"sends_per_day\":77},\"check_modes\":{\"spam\":\"off\",\"geo\":\"off\"}}");

    // When
    Answer answer =
        patch(
            path,
            "{\"limits\":{\"requests_per_second\":3,\"resend_waits\":null},\"check_modes\":{\"spam\":null}}");

    // Then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body())
        .contains(
            "\"name\":\"Shop\",\"mode\":\"live\"",
            "\"limits\":{\"requests_per_second\":3,\"resend_waits\":[30,60,120],"
                + "\"sends_per_hour\":1000,\"sends_per_day\":77}",
            "\"check_modes\":{\"geo\":\"off\"}");
    assertThat(admin.get(path).body()).isEqualTo(answer.body());
    assertThat(admin.changed(answer).get("from").get("limits").get("requests_per_second").asInt())
        .isEqualTo(50);
    assertThat(ingress.bean(KnownApps.class).find(new AppId(app)).orElseThrow().limits().perDay())
        .isEqualTo(77);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":null}",
        "{\"id\":\"other\"}",
        "{\"status\":\"suspended\"}",
        "{\"limits\":[]}",
        "{\"test_numbers\":[]}"
      })
  void refusesAPatchThatBreaksARule(String body) {
    // Given
    String path = "/apps/" + admin.newApp();
    String before = admin.get(path).body();

    // When
    Answer answer = patch(path, body);

    // Then
    assertThat(answer.status()).isEqualTo(422);
    assertThat(admin.get(path).body()).isEqualTo(before);
  }

  @Test
  void refusesToUndoAChangeThatWasNotSeen() {
    // Given
    String path = "/apps/" + admin.newApp();
    String seen = admin.get(path).header("ETag");
    patch(path, "{\"name\":\"Second\"}");

    // When
    Answer late =
        Customer.call(
            admin
                .request(path)
                .header("If-Match", seen)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"name\":\"Third\"}")));

    // Then
    assertThat(late.status()).isEqualTo(412);
    assertThat(late.text("code")).isEqualTo("precondition_failed");
    assertThat(admin.get(path).text("name")).isEqualTo("Second");
  }

  @Test
  void doesNotTellOfAChangeThatChangesNothing() {
    // Given
    String app = admin.newApp();
    Answer before = admin.get("/apps/" + app);

    // When
    patch("/apps/" + app, "{\"name\":\"Shop\",\"mode\":\"live\"}");
    admin.post("/apps/" + app + "/resume", "");
    Answer after = patch("/apps/" + app, "{\"mode\":\"sandbox\"}");

    // Then
    assertThat(after.header("ETag")).isNotEqualTo(before.header("ETag"));
    await().untilAsserted(() -> assertThat(told(app)).hasSizeGreaterThan(1));
    assertThat(told(app)).extracting(AppChanged::sandbox).containsExactly(false, true);
  }

  @Test
  void suspendsAndResumesAnAppOnEveryCopy() {
    // Given
    Customer customer = admin.newCustomer();
    Customer elsewhere = customer.at(Ingress.second());
    String path = "/apps/" + customer.app();
    await()
        .untilAsserted(
            () -> assertThat(elsewhere.getFromAnywhere("/v2/otp").status()).isEqualTo(200));

    // When
    Answer suspended = admin.post(path + "/suspend", "");
    Answer again = admin.post(path + "/suspend", "");

    // Then
    assertThat(suspended.text("status")).isEqualTo("suspended");
    assertThat(again.body()).isEqualTo(suspended.body());
    assertThat(customer.get("/v2/otp").status()).isEqualTo(401);
    await()
        .untilAsserted(
            () -> assertThat(elsewhere.getFromAnywhere("/v2/otp").status()).isEqualTo(401));

    // When
    admin.post(path + "/resume", "");

    // Then
    assertThat(customer.get("/v2/otp").status()).isEqualTo(200);
    await()
        .untilAsserted(
            () -> assertThat(elsewhere.getFromAnywhere("/v2/otp").status()).isEqualTo(200));
    await()
        .untilAsserted(
            () ->
                // A copy that starts meanwhile tells the settings of every app once more.
                assertThat(told(customer.app()).stream().distinct())
                    .extracting(AppChanged::active)
                    .containsExactly(true, false, true));
  }

  @Test
  void tellsChangesOfTwoCopiesAtOnceInTheirOrder() {
    // Given
    String app = admin.newApp();
    Administrator[] copies = {admin, Ingress.second().administrator()};

    // When
    List<CompletableFuture<Answer>> changes =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    Customer.callAsync(
                        copies[i % 2]
                            .request("/apps/" + app)
                            .header("Content-Type", "application/merge-patch+json")
                            .method(
                                "PATCH",
                                BodyPublishers.ofString(
                                    "{\"check_modes\":{\"c%d\":\"off\"}}".formatted(i)))))
            .toList();
    assertThat(changes).allSatisfy(change -> assertThat(change.join().status()).isEqualTo(200));

    // Then
    await().untilAsserted(() -> assertThat(told(app)).hasSize(41));
    List<AppChanged> told = told(app);
    assertThat(told).extracting(change -> change.checkModes().size()).isSorted();
    List<Instant> times = new ArrayList<>(told.stream().map(AppChanged::changedAt).toList());
    assertThat(times).isSorted().doesNotHaveDuplicates();
    assertThat(told.get(40).checkModes()).hasSize(40);
    assertThat(admin.get("/apps/" + app).json().get("check_modes").size()).isEqualTo(40);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /apps/no-such-app",
        "GET /apps/not%20an%20id",
        "PATCH /apps/no-such-app",
        "POST /apps/no-such-app/suspend",
        "POST /apps/no-such-app/keys",
        "GET /apps/no-such-app/keys",
        "DELETE /apps/no-such-app/keys/018f4e2a-0000-7000-8000-000000000000",
        "POST /apps/no-such-app/webhook-secrets",
        "GET /apps/no-such-app/webhook-secrets",
        "GET /apps/no-such-app/test-numbers",
        "DELETE /apps/no-such-app/test-numbers/6281",
        "GET /apps/no-such-app/quota"
      })
  void tellsThatThereIsNoSuchApp(String call) {
    // When
    String[] parts = call.split(" ", 2);
    Answer answer = admin.call(parts[0], parts[1], "{}");

    // Then
    assertThat(answer.status()).as(answer.body()).isEqualTo(404);
    assertThat(answer.text("code")).isEqualTo("app_not_found");
  }

  @Test
  void listsAppsInPages() {
    // Given
    String first = "page-" + UUID.randomUUID();
    for (String suffix : List.of("-1", "-2", "-3")) {
      admin.post("/apps", "{\"id\":\"%s\",\"name\":\"x\"}".formatted(first + suffix));
    }

    // When
    List<String> all = new ArrayList<>();
    String cursor = "";
    do {
      Answer page = admin.get("/apps?limit=500&cursor=" + cursor);
      page.json().get("data").valueStream().forEach(app -> all.add(app.get("id").asString()));
      cursor = page.text("next_cursor");
    } while (cursor != null);
    Answer one = admin.get("/apps?limit=1");
    Answer two = admin.get("/apps?limit=1&cursor=" + one.text("next_cursor"));

    // Then
    assertThat(all).doesNotHaveDuplicates().contains(first + "-1", first + "-2", first + "-3");
    assertThat(one.json().get("data").get(0).get("id").asString()).isEqualTo(all.get(0));
    assertThat(two.json().get("data").get(0).get("id").asString()).isEqualTo(all.get(1));
  }

  @Test
  void tellsABodyThatCannotBeRead() {
    // When
    Answer broken = admin.post("/apps", "{");
    Answer wrongType = Customer.call(admin.request("/apps").POST(BodyPublishers.ofString("{}")));
    Answer tooLong = admin.post("/apps", "{\"name\":\"" + "x".repeat(20_000) + "\"}");

    // Then
    assertThat(broken.status()).isEqualTo(400);
    assertThat(broken.text("code")).isEqualTo("invalid_request");
    assertThat(wrongType.status()).isEqualTo(415);
    assertThat(tooLong.status()).isEqualTo(413);
    assertThat(List.of(broken, wrongType, tooLong))
        .allSatisfy(
            answer ->
                assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json"));
  }

  private Answer patch(String path, String json) {
    return admin.call("PATCH", path, json);
  }

  private List<AppChanged> told(String app) {
    return ingress.records(Topics.APPS, app).stream()
        .map(record -> (AppChanged) EventJson.read(EventType.APP_CHANGED, record.value()))
        .toList();
  }
}
