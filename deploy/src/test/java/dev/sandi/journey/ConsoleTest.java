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
    browser.sees("It is blocked.", msisdn);
    assertThat(demo.send(Map.of("msisdn", msisdn)).status()).isEqualTo(409);
    assertThat(pipeline.administer("GET", "/apps/" + app, "").text("status"))
        .isEqualTo("suspended");
    assertThat(
            pipeline.administer("GET", "/apps/" + app + "/quota", "").body().get("limit").asInt())
        .isEqualTo(1000);
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
  void noPageShutsAnybodyOut() {
    // Given
    String session =
        demo.send(Map.of("msisdn", msisdn, "callback_url", receiver.url())).text("session_id");
    demo.send(Map.of("msisdn", msisdn, "time_limit", 1));
    await().untilAsserted(() -> assertThat(receiver.of(session)).hasSize(2));
    Map<String, String> pages =
        Map.of(
            "requests",
            "invalid_time_limit",
            "sessions/" + session,
            "Replay",
            "try",
            "Verify",
            "overview",
            "simulator",
            "apps",
            "Create app",
            "apps/demo",
            "Set quota",
            "blocks",
            "New block");

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
            browser.shoot(page.replaceAll("/.*", "-one") + "-" + scheme);
          }
          browser.resize(390, 844);
          browser.shoot(page.replaceAll("/.*", "-one") + "-phone");
          browser.resize(1280, 900);
        });

    // Then
    assertThat(violations).isEmpty();
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
