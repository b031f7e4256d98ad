package dev.sandi.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** A person reads the reference in a real browser, which its policy allows nothing else. */
@EnabledIf(
    value = "dev.sandi.journey.Browser#isThere",
    disabledReason =
        "/usr/bin/chromium or /usr/bin/chromedriver is missing (Debian: chromium, chromium-driver)")
@RequiresInfrastructure
class ReferenceTest {

  private static Pipeline pipeline;
  private static Browser browser;

  @BeforeAll
  static void start() {
    pipeline = Pipeline.start(Infrastructure.shared());
    browser = new Browser(pipeline.uri("/docs"));
  }

  @AfterAll
  static void stop() {
    browser.close();
    pipeline.close();
  }

  @Test
  void aRequestIsTriedAndNothingIsAgainstThePolicy() {
    // Given
    browser.open();
    browser.sees("/v2/otp/send", "/v2/otp/verify");

    // When
    browser.clickOn("[id$=send] .opblock-summary-control");
    browser.click("Execute");

    // Then
    browser.sees("Authorization failed", "x-request-id");
    browser.clickOn("button.authorize");
    browser.sees("Available authorizations");
    browser.shoot("reference");
    assertThat(browser.complaints()).isEmpty();
  }
}
