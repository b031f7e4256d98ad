package dev.sandi.ingress.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.CheckSetting;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresInfrastructure
class ConsolePageTest {

  private static final int MOST_BYTES = 300 * 1024;

  private static final Pattern NEEDED =
      Pattern.compile("(?:src|href)=\"([^\"#]+)\"|(?:from|import) '([^']+)'");

  private static Ingress ingress;

  /** The page and all that it loads, by path. */
  private static Map<String, Answer> files;

  @BeforeAll
  static void loadAsABrowserDoes() {
    ingress = Ingress.shared();
    files = new LinkedHashMap<>();
    Deque<String> paths = new ArrayDeque<>(List.of("/console"));
    while (!paths.isEmpty()) {
      String path = paths.pop();
      if (path.startsWith("/console") && !files.containsKey(path)) {
        Answer answer = get(path);
        files.put(path, answer);
        NEEDED
            .matcher(answer.body())
            .results()
            .map(needed -> needed.group(1) == null ? needed.group(2) : needed.group(1))
            .forEach(needed -> paths.add(URI.create(path).resolve(needed).toString()));
      }
    }
  }

  @Test
  void servesAllThatThePageNeedsByItself() {
    assertThat(files)
        .hasSizeGreaterThan(10)
        .allSatisfy(
            (path, answer) -> {
              assertThat(answer.status()).as(path).isEqualTo(200);
              assertThat(answer.body().replace("http://www.w3.org/2000/svg", ""))
                  .doesNotContainPattern("https?://[a-z]");
            });
  }

  @Test
  void isSmall() {
    assertThat(files.values().stream().mapToInt(file -> file.body().length()).sum())
        .isLessThan(MOST_BYTES);
  }

  @ParameterizedTest
  @CsvSource({
    "/console, text/html;charset=UTF-8",
    "/console/app.js, text/javascript;charset=UTF-8",
    "/console/views/requests.js, text/javascript;charset=UTF-8",
    "/console/console.css, text/css;charset=UTF-8",
    "/console/icon.svg, image/svg+xml"
  })
  void saysWhatEachFileIs(String path, String type) {
    assertThat(files.get(path).header("Content-Type")).isEqualTo(type);
  }

  @Test
  void forbidsEachFileToReachOrRunAnythingElse() {
    assertThat(files.values())
        .allSatisfy(
            file -> {
              assertThat(file.header("Content-Security-Policy"))
                  .isEqualTo(
                      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                          + " img-src 'self' data:; base-uri 'none'; form-action 'self';"
                          + " frame-ancestors 'none'");
              assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
              assertThat(file.header("Referrer-Policy")).isEqualTo("no-referrer");
              assertThat(file.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
            });
  }

  @Test
  void neverMakesMarkupOrScriptOfText() {
    // Given
    String page = files.get("/console").body();

    // Then
    assertThat(page).doesNotContainPattern("<script(?![^>]* src=)|<style|\\sstyle=|\\son[a-z]+=");
    assertThat(files.values())
        .allSatisfy(
            file ->
                assertThat(file.body())
                    .doesNotContainPattern(
                        "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|Function\\("));
  }

  @Test
  void knowsTheSettingsThatChecksHave() {
    // When
    List<String> known =
        Pattern.compile("\\['([a-z]+)', '([a-z_]+)', (\\d+), (\\d+), (\\d+)]")
            .matcher(files.get("/console/check-settings.js").body())
            .results()
            .map(setting -> setting.group().replaceAll("[\\[\\]']", ""))
            .toList();

    // Then
    assertThat(known)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(CheckSetting.values())
                .map(
                    setting ->
                        "%s, %s, %d, %d, %d"
                            .formatted(
                                setting.check(),
                                setting.field(),
                                setting.usual(),
                                setting.least(),
                                setting.most()))
                .toList());
  }

  @Test
  void keepsWhatWasShownForTheTabAlone() {
    assertThat(files.values())
        .allSatisfy(
            file ->
                assertThat(file.body())
                    .doesNotContain("localStorage", "document.cookie", "console.log"));
  }

  @Test
  void sendsAgainOnlyWhatHasChanged() {
    // Given
    Answer first = files.get("/console/app.js");

    // When
    Answer same =
        Customer.call(
            HttpRequest.newBuilder(ingress.uri("/console/app.js"))
                .header("If-None-Match", first.header("ETag")));

    // Then
    assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
  }

  @Test
  void isFoundWithASlashBehindIt() {
    // When
    Answer answer = get("/console/");

    // Then
    assertThat(answer.status()).isEqualTo(308);
    assertThat(answer.header("Location")).isEqualTo("../console");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/index.html",
        "/console/unknown.js",
        "/console/views",
        "/console/views/",
        "/console/../api-ingress.yml",
        "/console/%2e%2e/api-ingress.yml",
        "/console/api-ingress.yml",
        "/console/inbox?msisdn=6281234567890"
      })
  void servesNothingElse(String path) {
    // When
    Answer answer = get(path);

    // Then
    assertThat(answer.status()).isIn(400, 404);
    assertThat(answer.text("error")).isIn("not_found", "invalid_request");
    assertThat(answer.text("request_id")).isNotBlank();
  }

  @Test
  void canBeSwitchedOff() {
    // When
    try (Ingress without =
        Ingress.start(Infrastructure.shared(), Map.of("sandi.ingress.console", "false"))) {

      // Then
      assertThat(List.of("/console", "/console/app.js"))
          .allSatisfy(
              path ->
                  assertThat(Customer.call(HttpRequest.newBuilder(without.uri(path))).text("error"))
                      .isEqualTo("not_found"));
    }
  }

  private static Answer get(String path) {
    return Customer.call(HttpRequest.newBuilder(ingress.uri(path)));
  }
}
