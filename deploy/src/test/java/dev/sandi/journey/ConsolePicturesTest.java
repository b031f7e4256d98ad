package dev.sandi.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.ingress.app.LocalApps;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures of the console, as the README shows them. */
class ConsolePicturesTest {

  private static final Path PICTURES = Path.of("docs", "console");
  private static final int MOST_BYTES = 80 * 1024;

  /** Pages by the name of their picture, each with a text that is seen when it is there. */
  private static final Map<String, Page> PAGES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("overview", new Page("overview", "verified")),
              Map.entry("requests", new Page("requests", "delivered")),
              Map.entry("session", new Page("sessions/{session}", "Replay")),
              Map.entry("try", new Page("try", "Webhook inbox")),
              Map.entry("apps", new Page("apps", "sandbox")),
              Map.entry("app", new Page("apps/demo", "Begins with")),
              Map.entry("checks", new Page("apps/demo/checks", "Let pass today")),
              Map.entry("templates", new Page("apps/demo/templates", "GSM-7")),
              Map.entry("gateways", new Page("gateways", "at-home")),
              Map.entry("endpoints", new Page("endpoints", "open")),
              Map.entry("deliveries", new Page("deliveries", "otp.delivered")),
              Map.entry("blocks", new Page("blocks", "88213*")),
              Map.entry("audit", new Page("audit", "/admin/v1/blocks"))));

  private record Page(String path, String text) {}

  static Stream<String> names() {
    return PAGES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void areSmallAndShownByTheReadme(String name) throws IOException {
    // Given
    Path picture = PICTURES.resolve(name + ".png");

    // Then
    assertThat(picture).exists();
    assertThat(Files.size(picture)).isLessThanOrEqualTo(MOST_BYTES);
    assertThat(Files.readString(Path.of("..", "README.md")))
        .contains("(deploy/docs/console/" + name + ".png)");
  }

  @Test
  @RequiresInfrastructure
  @EnabledIfSystemProperty(
      named = "sandi.pictures",
      matches = "true",
      disabledReason = "-Dsandi.pictures=true takes the pictures anew")
  void areTakenOfAnHourOfRequests() throws IOException, SQLException {
    try (Infrastructure infrastructure = Infrastructure.isolated();
        Pipeline pipeline =
            Pipeline.start(
                infrastructure.database(),
                infrastructure.broker(),
                Instant.now().minus(Duration.ofMinutes(55)));
        WebhookReceiver receiver = new WebhookReceiver();
        Browser browser = new Browser(pipeline.uri("/console"))) {
      // Given
      String session = anHour(pipeline, receiver);
      settings(pipeline);
      countAnew(infrastructure);
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          pipeline
                              .administer("GET", "/apps/demo/funnel", "")
                              .body()
                              .at("/total/verified")
                              .asInt())
                      .isGreaterThan(30));
      browser.resizeInside(1280, 800);
      browser.prefer("light");
      browser.logInAsAdministrator(LocalApps.ADMIN_TOKEN);
      browser.sees("Pause");

      // When
      for (Map.Entry<String, Page> page : PAGES.entrySet()) {
        browser.goTo(page.getValue().path().replace("{session}", session));
        browser.sees(page.getValue().text());
        Files.createDirectories(PICTURES);
        Files.write(
            PICTURES.resolve(page.getKey() + ".png"), Picture.withFewColours(browser.picture()));
      }

      // Then
      assertThat(browser.complaints()).isEmpty();
    }
  }

  /** Requests of an app as they usually end; of one that has everything, the session. */
  private static String anHour(Pipeline pipeline, WebhookReceiver receiver) {
    Customer demo = pipeline.customer("demo", "demo-key");
    String session = "";
    for (int i = 0; i < 60; i++) {
      String msisdn = Customer.freshNumber();
      if (i % 9 == 4) {
        demo.send(Map.of("msisdn", msisdn, "time_limit", 1));
      } else if (i % 9 == 7) {
        demo.send(Map.of("msisdn", msisdn, "template", "$OTP, see https://elsewhere.example/x"));
      } else {
        String sent =
            demo.send(Map.of("msisdn", msisdn, "callback_url", receiver.url())).text("session_id");
        await().untilAsserted(() -> assertThat(demo.inbox(msisdn)).isNotEmpty());
        if (i % 5 != 0) {
          assertThat(demo.verify(msisdn, demo.code(msisdn)).status()).isEqualTo(200);
          await().untilAsserted(() -> assertThat(receiver.of(sent)).hasSize(3));
          session = sent;
        }
      }
      pipeline.advance(Duration.ofSeconds(54));
    }
    return session;
  }

  /** By its clock an hour has gone by, by that of the database, which counts go by, a minute. */
  private static void countAnew(Infrastructure infrastructure) throws SQLException {
    try (Connection connection = infrastructure.database().superuser();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("update ingress.counted_buckets set counted_at = null");
      statement.executeUpdate("update ingress.timed_buckets set counted_at = null");
    }
  }

  private static void settings(Pipeline pipeline) {
    done(pipeline, "PATCH", "/apps/demo", "{\"check_modes\":{\"sequential\":\"shadow\"}}");
    done(
        pipeline,
        "PUT",
        "/apps/demo/templates/login",
        "{\"template\":\"Your Demo login code is $OTP.\"}");
    done(
        pipeline,
        "PUT",
        "/routes",
        "{\"routes\":[{\"name\":\"at-home\",\"countries\":[\"ID\"],\"gateways\":[{\"gateway\":\"simulator\"}]}]}");
    done(pipeline, "POST", "/blocks", "{\"digits\":\"88213*\",\"reason\":\"Premium rate\"}");
  }

  private static void done(Pipeline pipeline, String method, String path, String body) {
    assertThat(pipeline.administer(method, path, body).status()).as(path).isBetween(200, 204);
  }
}
