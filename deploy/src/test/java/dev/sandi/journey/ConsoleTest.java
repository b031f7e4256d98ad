package dev.sandi.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.ingress.app.LocalApps;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import tools.jackson.databind.JsonNode;

/** A person uses the console, in a real browser, on the real pipeline. */
@EnabledIf(
    value = "dev.sandi.journey.Browser#isThere",
    disabledReason =
        "/usr/bin/chromium or /usr/bin/chromedriver is missing (Debian: chromium, chromium-driver)")
@RequiresInfrastructure
class ConsoleTest {

  private static Pipeline pipeline;
  private static WebhookReceiver receiver;
  private static Browser browser;

  private final Customer demo = pipeline.customer("demo", "demo-key");
  private final String msisdn = Customer.freshNumber();

  @BeforeAll
  static void start() {
    pipeline = Pipeline.start(Infrastructure.shared());
    receiver = new WebhookReceiver();
    browser = new Browser(pipeline.uri("/console"));
  }

  @AfterAll
  static void stop() {
    browser.close();
    receiver.close();
    pipeline.close();
  }

  @AfterEach
  void theBrowserHadNothingToComplainOf() {
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void anAppSendsACodeVerifiesItAndSeesEachStep() {
    // Given
    browser.logInAsApp("demo", "demo-key");
    browser.sees("Pause");
    browser.press("gt");

    // When
    browser.type("Number", msisdn);
    browser.click("Send");
    browser.sees("OTP sent successfully", "Simulated handset", "API-Key: $SANDI_API_KEY");
    browser.shoot("try-sent");
    browser.click("Take the code");
    browser.click("Verify");
    browser.sees("OTP has been verified");
    String tried = browser.text();
    browser.click("See its timeline");

    // Then
    browser.sees("otp.requested", "otp.sent", "otp.delivered", "otp.verified");
    browser.shoot("session-of-app");
    assertThat(browser.text()).doesNotContain(msisdn).doesNotContain("Callbacks");
    browser.click("All requests");
    browser.sees("verified", msisdn.substring(0, 5) + "******");
    assertThat(tried).doesNotContain("demo-key");
    assertThat(browser.url()).doesNotContain("demo-key");
  }

  @Test
  void callbacksOfWhatIsTriedComeIntoAnInboxBesideIt() {
    // Given
    browser.logInAsApp("demo", "demo-key");
    browser.sees("Pause");
    browser.press("gt");
    browser.sees("Webhook inbox");

    // When
    browser.type("Number", msisdn);
    browser.click("Send");

    // Then
    browser.sees("otp.sent", "otp.delivered");
    browser.clickOn(".calls summary");
    browser.sees("webhook-id: ", "webhook-signature: v1,", "\"session_id\"");
    browser.shoot("try-webhooks");
  }

  @Test
  void requestsAppearWhileOneLooksAndCanBeFilteredAndPaused() {
    // Given
    browser.logInAsApp("demo", "demo-key");
    browser.sees("Pause");
    browser.type("Number", msisdn);
    browser.sees("None of the latest are like that.");

    // When
    demo.send(Map.of("msisdn", msisdn, "time_limit", 1));
    browser.sees("invalid_time_limit");
    browser.choose("Outcome", "refused");
    browser.press("p");

    // Then
    browser.sees("Go on", "invalid_time_limit");
    browser.choose("Outcome", "verified");
    browser.press("p");
    browser.sees("None of the latest are like that.");
  }

  @Test
  void aSessionIsOpenedByKeys() {
    // Given
    String session = demo.send(Map.of("msisdn", msisdn)).text("session_id");
    browser.logInAsApp("demo", "demo-key");
    browser.type("Number", msisdn);
    await().until(() -> browser.rows() == 1);

    // When
    browser.press("j");
    browser.enter();

    // Then
    browser.sees("Timeline", session);
  }

  @Test
  void olderRequestsStayWhileNewerOnesCome() {
    // Given
    for (int i = 0; i < 60; i++) {
      refuseLater();
    }
    browser.logInAsApp("demo", "demo-key");

    // When
    browser.click("Older");
    await().untilAsserted(() -> assertThat(browser.rows()).isGreaterThanOrEqualTo(60));
    int before = browser.rows();
    refuseLater();

    // Then
    await().untilAsserted(() -> assertThat(browser.rows()).isGreaterThan(before));
  }

  /** On a clock that stands still, which of two requests is the newer would be a draw. */
  private void refuseLater() {
    pipeline.advance(Duration.ofMillis(1));
    demo.send(Map.of("msisdn", msisdn, "time_limit", 1));
  }

  @Test
  void anAppSeesHowItsRequestsEndWhileItLooks() {
    // Given
    String app = newApp();
    String key = pipeline.administer("POST", "/apps/" + app + "/keys", "{}").text("key");
    Customer shop = pipeline.customer(app, key);
    await().until(() -> shop.get("/v2/otp").status() == 200);
    browser.logInAsApp(app, key);
    browser.sees("Pause");
    browser.press("go");
    browser.sees("None.");

    // When
    shop.send(Map.of("msisdn", msisdn, "time_limit", 1));
    shop.send(Map.of("msisdn", msisdn));

    // Then
    browser.sees("refused: invalid_time_limit", "1 · 50 %", "1 · 100 %", "Counted at");
    await()
        .untilAsserted(
            () ->
                assertThat(browser.text())
                    .containsPattern("Request to 201\\s+\\d+ m?s\\s+\\d+ m?s\\s+1\\s")
                    .containsPattern(
                        "Gateway to delivery report\\s+[\\d.]+ m?s\\s+[\\d.]+ m?s\\s+1\\s"));
    browser.sees("None were attempted.");
    browser.choose("Time", "last day");
    browser.sees("by 60 minutes");
    assertThat(browser.text()).doesNotContain("Gateways");
  }

  @Test
  void anAdministratorSeesHowCallbacksFareWhileItLooks() {
    // Given
    String session =
        demo.send(Map.of("msisdn", msisdn, "callback_url", receiver.url())).text("session_id");
    await().untilAsserted(() -> assertThat(receiver.of(session)).hasSize(2));
    browser.logInAsAdministrator(LocalApps.ADMIN_TOKEN);
    browser.sees("Pause");
    browser.press("go");
    browser.sees("Ended well", "Oldest that is due", "All endpoints of demo are open.");
    assertThat(browser.text())
        .containsPattern("Event to callback answered\\s+[\\d.]+ m?s\\s+[\\d.]+ m?s");
    String origin = receiver.url().replace("/otp", "");
    String endpoint = "/apps/demo/endpoints/" + endpointOfDemo(origin);

    // When
    pipeline.administer("POST", endpoint + "/pause", "");

    // Then
    browser.sees("1 paused", origin);
    assertThat(browser.violations()).isEmpty();
    pipeline.administer("POST", endpoint + "/open", "");
    browser.sees("All endpoints of demo are open.");
  }

  private static String endpointOfDemo(String origin) {
    for (JsonNode endpoint :
        pipeline.administer("GET", "/apps/demo/endpoints", "").body().get("data")) {
      if (endpoint.get("origin").asString().equals(origin)) {
        return endpoint.get("id").toString();
      }
    }
    throw new AssertionError(origin);
  }

  @Test
  void aWrongKeyIsToldAndNotKept() {
    // When
    browser.logInAsApp("demo", "a-wrong-key");

    // Then
    browser.sees("Authorization failed (401)");
    assertThat(browser.kept()).doesNotContain("a-wrong-key");
    assertThat(browser.url()).doesNotContain("a-wrong-key");
  }

  @Test
  void whoLogsOutLeavesNothingBehind() {
    // Given
    browser.logInAsApp("demo", "demo-key");
    browser.sees("Pause");

    // When
    browser.click("Log out");

    // Then
    browser.sees("Log in");
    assertThat(browser.kept()).doesNotContain("demo");
  }

  @Test
  void anAdministratorMakesAnAppAKeyAndABlock() {
    // Given
    String app = "shop-" + msisdn.substring(6);
    browser.logInAsAdministrator(LocalApps.ADMIN_TOKEN);
    browser.sees("Pause");
    browser.press("ga");
    browser.type("App ID", app);
    browser.type("Name", "Shop");

    // When
    browser.click("Create app");
    browser.type("Name of the key", "checkout");
    browser.click("Create key");
    browser.sees("Shown this once", "sandi_live_");
    browser.shoot("app-new-key");
    browser.type("Limit", "1000");
    browser.click("Set quota");
    browser.sees("The quota is set.");
    browser.click("Suspend");
    browser.sees("All its requests are refused");
    browser.clickOn("dialog .danger");
    browser.sees("suspended");
    browser.goTo("blocks");
    browser.type("Number or prefix", msisdn);
    browser.type("Reason", "Complaint of its owner");
    browser.click("Block");

    // Then
    browser.sees("It is blocked.");
    assertThat(demo.send(Map.of("msisdn", msisdn)).status()).isEqualTo(409);
    assertThat(pipeline.administer("GET", "/apps/" + app, "").text("status"))
        .isEqualTo("suspended");
    assertThat(
            pipeline.administer("GET", "/apps/" + app + "/quota", "").body().get("limit").asInt())
        .isEqualTo(1000);
  }

  @Test
  void aBlockedNumberIsMaskedUntilItIsAskedForWhichIsOnRecord() {
    // Given
    pipeline.administer(
        "POST", "/blocks", "{\"digits\":\"%s\",\"reason\":\"Its owner\"}".formatted(msisdn));
    browser.logInAsAdministrator(LocalApps.ADMIN_TOKEN);
    browser.sees("Pause");
    browser.goTo("blocks");
    browser.typeAndLeave("Begins with", msisdn);
    await().until(() -> browser.rowsOf("Blocks") == 1);
    browser.sees(masked());
    assertThat(browser.text()).doesNotContain(msisdn);
    browser.click("Remove");
    browser.sees("Remove the block of " + masked());
    assertThat(browser.text()).doesNotContain(msisdn);
    browser.click("Cancel");
    assertThat(shown()).isZero();

    // When
    browser.click("Show");

    // Then
    browser.sees(msisdn);
    assertThat(browser.violations()).isEmpty();
    assertThat(shown()).isEqualTo(1);
  }

  /** How often the record says that the block of the number was looked at. */
  private int shown() {
    return pipeline
        .administer("GET", "/audit?method=GET&path=/blocks/" + msisdn, "")
        .body()
        .get("data")
        .size();
  }

  private String masked() {
    return msisdn.substring(0, 5) + "******" + msisdn.substring(msisdn.length() - 2);
  }

  @Test
  void anAdministratorTellsACallbackAgain() {
    // Given
    String session =
        demo.send(Map.of("msisdn", msisdn, "callback_url", receiver.url())).text("session_id");
    await().untilAsserted(() -> assertThat(receiver.of(session)).hasSize(2));
    browser.logInAsAdministrator(LocalApps.ADMIN_TOKEN);
    browser.sees("Pause");

    // When
    browser.goTo("sessions/" + session);
    browser.click("Replay");
    browser.clickOn("dialog .danger");

    // Then
    browser.sees("It is told again.");
    await().untilAsserted(() -> assertThat(receiver.of(session)).hasSize(3));
  }

  @Test
  void anAdministratorPausesAnEndpointAndOpensItAgain() {
    // Given
    String origin = receiver.url().replace("/otp", "");
    String session =
        demo.send(Map.of("msisdn", msisdn, "callback_url", receiver.url())).text("session_id");
    await().untilAsserted(() -> assertThat(receiver.of(session)).hasSize(2));
    browser.logInAsAdministrator(LocalApps.ADMIN_TOKEN);
    browser.sees("Pause");
    browser.goTo("endpoints");

    // When
    browser.clickIn(origin, "Pause");
    browser.sees("It is called no more until it is opened.");
    browser.clickOn("dialog .danger");
    browser.sees("paused");
    String waiting =
        demo.send(Map.of("msisdn", Customer.freshNumber(), "callback_url", receiver.url()))
            .text("session_id");
    browser.goTo("sessions/" + waiting);
    browser.sees("otp.delivered", "pending");
    assertThat(receiver.of(waiting)).isEmpty();
    browser.goTo("endpoints");
    browser.clickIn(origin, "Open");
    browser.clickOn("dialog .danger");

    // Then
    browser.sees("It is called again.");
    await().untilAsserted(() -> assertThat(receiver.of(waiting)).hasSize(2));
  }

  @Test
  void anAdministratorCallsAUrlForATest() {
    // Given
    browser.logInAsAdministrator(LocalApps.ADMIN_TOKEN);
    browser.sees("Pause");
    browser.goTo("endpoints");

    // When
    browser.type("URL", receiver.url());
    browser.click("Call");

    // Then
    browser.sees("204", "POST " + receiver.url(), "webhook-signature: v1,", "sandi.test");
  }

  @Test
  void anAdministratorFindsDeliveriesAndTellsAllOfThemAgain() {
    // Given
    String session =
        demo.send(Map.of("msisdn", msisdn, "callback_url", receiver.url())).text("session_id");
    await().untilAsserted(() -> assertThat(receiver.of(session)).hasSize(2));
    pipeline.advance(Duration.ofSeconds(1));
    browser.logInAsAdministrator(LocalApps.ADMIN_TOKEN);
    browser.sees("Pause");
    browser.press("gd");
    browser.sees("Replay all of these");

    // When
    browser.typeAndLeave("Session", session);
    await().untilAsserted(() -> assertThat(browser.rowsOf("Deliveries")).isEqualTo(2));
    browser.choose("Event", "otp.sent");
    await().untilAsserted(() -> assertThat(browser.rowsOf("Deliveries")).isEqualTo(1));
    browser.click("Attempts");
    browser.sees("\"session_id\": \"" + session);
    assertThat(browser.text()).doesNotContain(msisdn);
    browser.click("Close");
    browser.choose("State", "delivered");
    browser.click("Replay all of these");
    browser.sees(
        "Tell many callbacks again?", "state delivered, type otp.sent, session " + session);
    browser.clickOn("dialog .danger");

    // Then
    browser.sees("It has begun.");
    await()
        .untilAsserted(
            () -> {
              // Its rate is by the clock.
              pipeline.advance(Duration.ofSeconds(1));
              assertThat(receiver.of(session)).hasSize(3);
            });
  }

  @Test
  void anAdministratorDefinesDisablesAndDeletesAGateway() {
    // Given
    browser.logInAsAdministrator(LocalApps.ADMIN_TOKEN);
    browser.sees("Pause");
    browser.press("gg");
    browser.sees("built_in");

    // When
    browser.type("Name", "operator-two");
    browser.choose("Kind", "http");
    browser.click("Check only");
    browser.sees("(422)");
    browser.type(
        "Settings",
        "{\"request\":{\"url\":\"https://sms.example/send\"},"
            + "\"answers\":[{\"status\":\"2xx\",\"result\":\"accepted\"}]}");
    browser.click("Check only");
    browser.sees("Nothing is wrong with it.");
    browser.click("Define");
    browser.clickOn("dialog .danger");
    browser.sees("The gateway is defined.", "operator-two");
    browser.click("Disable");
    browser.sees("No message is given to it any more");
    browser.clickOn("dialog .danger");
    browser.sees("Enable");
    browser.click("Delete");
    browser.clickOn("dialog .danger");

    // Then
    await()
        .untilAsserted(
            () ->
                assertThat(pipeline.administer("GET", "/gateways/operator-two", "").status())
                    .isEqualTo(404));
    await().untilAsserted(() -> assertThat(browser.text()).doesNotContain("operator-two"));
  }

  @Test
  void anAdministratorSetsRoutesAndAsksWhereAMessageWouldGo() {
    // Given
    browser.logInAsAdministrator(LocalApps.ADMIN_TOKEN);
    browser.sees("Pause");
    browser.goTo("gateways");
    browser.sees("What no route matches goes to: simulator.");

    // When
    browser.type(
        "Routes",
        "[{\"name\":\"at-home\",\"countries\":[\"ID\"],\"gateways\":[{\"gateway\":\"simulator\"}]}]");
    browser.click("Set routes");
    browser.sees("All messages from now on go by them.");
    browser.clickOn("dialog .danger");
    browser.sees("The routes are set.", "at-home");
    browser.type("Number", msisdn);
    browser.click("Explain");

    // Then
    browser.sees("\"name\": \"at-home\"", "\"country\": \"ID\"");
    browser.type("Routes", "[{]");
    browser.click("Set routes");
    browser.sees("Routes should be JSON");
    assertThat(pipeline.administer("DELETE", "/routes", "").status()).isEqualTo(200);
  }

  @Test
  void anAdministratorSetsATemplateAndDeletesIt() {
    // Given
    String app = newApp();
    browser.logInAsAdministrator(LocalApps.ADMIN_TOKEN);
    browser.sees("Pause");
    browser.goTo("apps/" + app);
    browser.click("Templates");
    browser.sees("Set a template");
    browser.type("Name", "login");
    browser.type("Text", "Masuk");
    browser.click("Look at the text");
    browser.sees("code_missing");

    // When
    browser.type("Text", "Kode masuk: $OTP");
    browser.click("Set template");
    browser.sees("The template is set.", "GSM-7, segments: 1");
    assertThat(pipeline.administer("GET", templates(app), "").body().get("data")).hasSize(1);
    browser.click("Delete");
    browser.sees("Requests that name it are refused from now on.");
    browser.clickOn("dialog .danger");

    // Then
    browser.sees("It has none.");
    assertThat(pipeline.administer("GET", templates(app), "").body().get("data")).isEmpty();
  }

  private static String templates(String app) {
    return "/apps/" + app + "/templates";
  }

  private String newApp() {
    String app = "shop-" + msisdn.substring(6);
    assertThat(
            pipeline
                .administer("POST", "/apps", "{\"id\":\"%s\",\"name\":\"Shop\"}".formatted(app))
                .status())
        .isEqualTo(201);
    return app;
  }

  @Test
  void anAdministratorPutsACheckInTheShadowAndSetsItsBars() {
    // Given
    String app = newApp();
    browser.logInAsAdministrator(LocalApps.ADMIN_TOKEN);
    browser.sees("Pause");
    browser.goTo("apps/" + app);
    browser.click("Checks");

    // When
    browser.click("sequential: shadow");
    browser.sees("What it finds is recorded, and sent nevertheless.");
    browser.clickOn("dialog .danger");
    browser.sees("sequential is set to shadow.");
    browser.clickOn("details:has([aria-label='Settings of sequential']) summary");
    browser.type("distinct", "12");
    browser.click("Set sequential");

    // Then
    browser.sees("The settings of sequential are set.");
    var settings = pipeline.administer("GET", "/apps/" + app, "").body();
    assertThat(settings.at("/check_modes/sequential").asString()).isEqualTo("shadow");
    assertThat(settings.at("/check_settings/sequential").toString()).isEqualTo("{\"distinct\":12}");
  }

  @Test
  void anAdministratorSeesWhatACheckInTheShadowLetPass() {
    // Given
    String app = newApp();
    pipeline.administer("PATCH", "/apps/" + app, "{\"check_modes\":{\"spam\":\"shadow\"}}");
    String key = pipeline.administer("POST", "/apps/" + app + "/keys", "{}").text("key");
    Customer shop = pipeline.customer(app, key);
    await()
        .untilAsserted(
            () -> {
              shop.send(
                  Map.of(
                      "msisdn",
                      Customer.freshNumber(),
                      "template",
                      "Your code is $OTP, see https://elsewhere.example/x"));
              assertThat(
                      pipeline
                          .administer("GET", "/apps/" + app + "/shadow", "")
                          .body()
                          .at("/checks/1/last_24_hours")
                          .asInt())
                  .isPositive();
            });
    browser.logInAsAdministrator(LocalApps.ADMIN_TOKEN);
    browser.sees("Pause");

    // When
    browser.goTo("apps/" + app + "/checks");

    // Then
    browser.sees("spam: enforce");
    assertThat(browser.text()).containsPattern("Let pass today \\(UTC\\)\\s+[1-9]");
  }

  @Test
  void theAuditLogTellsWhatWasChangedWithoutNumbers() {
    // Given
    pipeline.administer(
        "POST", "/blocks", "{\"digits\":\"%s\",\"reason\":\"Its owner\"}".formatted(msisdn));
    pipeline.administer("DELETE", "/blocks/" + msisdn, "");
    browser.logInAsAdministrator(LocalApps.ADMIN_TOKEN);
    browser.sees("Pause");

    // When
    browser.press("gl");
    browser.typeAndLeave("Path has", "/blocks");

    // Then
    browser.sees("DELETE /admin/v1/blocks/" + masked(), "unblocked");
    assertThat(browser.text()).doesNotContain(msisdn);
  }

  @Test
  void theAuditLogFindsWhatIsFarBackByAppActionAndTime() {
    // Given
    String app = newApp();
    pipeline.administer("POST", "/apps/" + app + "/suspend", "");
    pipeline.advance(Duration.ofMillis(1));
    for (int i = 0; i < 120; i++) {
      pipeline.administer("GET", "/apps?limit=1", "");
    }
    browser.logInAsAdministrator(LocalApps.ADMIN_TOKEN);
    browser.sees("Pause");
    browser.goTo("audit");
    browser.sees("/admin/v1/apps");
    assertThat(browser.text()).doesNotContain("/apps/" + app);

    // When
    browser.typeAndLeave("About app", app);

    // Then
    await().until(() -> browser.rowsOf("Audit log") == 2);
    browser.sees("/admin/v1/apps/" + app + "/suspend");
    browser.choose("Method", "GET");
    browser.sees("There are none like that.");
    browser.choose("Method", "all");
    browser.typeAndLeave("Path has", "suspend");
    await().until(() -> browser.rowsOf("Audit log") == 1);
    browser.typeAndLeave("Address", "203.0.113.7");
    browser.sees("There are none like that.");
    browser.typeAndLeave("Address", "nowhere");
    browser.sees("source should be an IP address");
  }

  @Test
  void anAppSeesNothingOfAdministration() {
    // Given
    browser.logInAsApp("demo", "demo-key");
    browser.sees("Pause");

    // When
    for (String page :
        List.of("gateways", "endpoints", "deliveries", "audit", "apps/demo/checks")) {
      browser.goTo(page);

      // Then
      await().untilAsserted(() -> assertThat(browser.url()).endsWith("#/requests"));
    }
    assertThat(browser.text()).doesNotContain("Gateways").doesNotContain("Audit");
  }

  @Test
  void noPageShutsAnybodyOut() {
    // Given
    String session =
        demo.send(Map.of("msisdn", msisdn, "callback_url", receiver.url())).text("session_id");
    demo.send(Map.of("msisdn", msisdn, "time_limit", 1));
    await().untilAsserted(() -> assertThat(receiver.of(session)).hasSize(2));
    Map<String, String> pages =
        Map.ofEntries(
            Map.entry("requests", "invalid_time_limit"),
            Map.entry("sessions/" + session, "Replay"),
            Map.entry("try", "Verify"),
            Map.entry("overview", "Counted at"),
            Map.entry("apps", "Create app"),
            Map.entry("apps/demo", "Set quota"),
            Map.entry("apps/demo/checks", "geography: shadow"),
            Map.entry("apps/demo/templates", "Set template"),
            Map.entry("gateways", "What no route matches"),
            Map.entry("endpoints", "localhost"),
            Map.entry("deliveries", "Attempts"),
            Map.entry("blocks", "New block"),
            Map.entry("audit", "/admin/v1/apps"));

    // When
    List<String> violations = new ArrayList<>();
    browser.openAnew();
    violations.addAll(browser.violations());
    browser.shoot("login");
    browser.logInAsAdministrator(LocalApps.ADMIN_TOKEN);
    browser.sees("Pause");
    pages.forEach(
        (page, text) -> {
          browser.goTo(page);
          browser.sees(text);
          for (String scheme : List.of("light", "dark")) {
            browser.prefer(scheme);
            browser
                .violations()
                .forEach(found -> violations.add(page + " " + scheme + " " + found));
            browser.shoot(nameOf(page) + "-" + scheme);
          }
          browser.resize(390, 844);
          browser.shoot(nameOf(page) + "-phone");
          browser.resize(1280, 900);
        });

    // Then
    assertThat(violations).isEmpty();
  }

  /** Of a picture: {@code apps-one-checks} for {@code apps/demo/checks}. */
  private static String nameOf(String page) {
    return page.replaceFirst("/[^/]+", "-one").replace('/', '-');
  }

  @Test
  void noPageToReadShutsAnybodyOut() {
    // Given
    List<String> pages = List.of("guides", "guides/callbacks", "guides/migrate", "events");

    // When
    List<String> violations = new ArrayList<>();
    for (String page : pages) {
      browser.open(pipeline.uri("/docs/" + page));
      for (String scheme : List.of("light", "dark")) {
        browser.prefer(scheme);
        browser.violations().forEach(found -> violations.add(page + " " + scheme + " " + found));
        browser.shoot("read-" + page.replace('/', '-') + "-" + scheme);
      }
      browser.resize(390, 844);
      browser.violations().forEach(found -> violations.add(page + " phone " + found));
      browser.shoot("read-" + page.replace('/', '-') + "-phone");
      browser.resize(1280, 900);
    }
    browser.open(pipeline.uri("/docs"));
    browser.sees("One-time passwords by SMS");
    browser.shoot("read-reference");
    browser.click("Guides");

    // Then
    browser.sees("Your first OTP in five minutes");
    assertThat(violations).isEmpty();
  }
}
