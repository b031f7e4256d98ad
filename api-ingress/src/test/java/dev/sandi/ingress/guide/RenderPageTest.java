package dev.sandi.ingress.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class RenderPageTest {

  private static final Pattern LINK = Pattern.compile("href=\"([^\"]*)\"");
  private static final Pattern ID = Pattern.compile("id=\"([^\"]*)\"");

  private final Pages pages = Pages.read();
  private final RenderPage render = new RenderPage(pages, true);

  @ParameterizedTest
  @CsvSource({
    "guides, first-otp.md, guides/first-otp",
    "guides/first-otp, ../gateways/smpp.md#connections, ../gateways/smpp#connections",
    "gateways/smpp, routing.md, ../gateways/routing",
    "capacity, asyncapi.yaml, events",
    "capacity, decisions/../metrics.md, metrics",
    "capacity, https://example.com/a.md, https://example.com/a.md",
    "capacity, #partitions, #partitions"
  })
  void leadsToThePageThatAFileIsShownAs(String url, String destination, String expected) {
    // When
    String html = render.html(url, "[there](" + destination + ")");

    // Then
    assertThat(resolve(url, firstLink(html))).isEqualTo(resolve(url, expected));
  }

  @Test
  void saysWhereAFileIsThatNoPageShows() {
    // When
    String html = render.html("capacity", "see [the *manifests*](../kubernetes/README.md#x).");

    // Then
    assertThat(html)
        .contains("see the <em>manifests</em> (<code>deploy/kubernetes/README.md</code>).");
  }

  @Test
  void makesNoMarkupOfWhatLooksLikeIt() {
    // When
    String html =
        render.html(
            "capacity",
            "# <script>a</script>\n\n<img src=x onerror=b>\n\n[c](javascript:d)\n\n`<e>`");

    // Then
    assertThat(html).doesNotContain("<script", "<img", "<e>", "javascript:");
  }

  @Test
  void everyLinkOfEveryPageLeadsToSomethingThatIsThere() {
    // Given
    Map<String, Set<String>> anchors = new HashMap<>();
    Map<String, String> html =
        pages.urls().stream()
            .collect(Collectors.toMap(url -> url, url -> render.html(url, pages.text(url))));
    html.forEach((url, page) -> anchors.put(url, matches(ID, page)));
    Set<String> others =
        Set.of("../docs", "../console", "pages.css", "favicon-32x32.png", "asyncapi.json");

    // Then
    assertThat(html).hasSizeGreaterThan(20);
    html.forEach(
        (url, page) ->
            assertThat(matches(LINK, page))
                .as(url)
                .filteredOn(link -> !link.matches("https?://.*"))
                .allSatisfy(
                    link -> {
                      String[] parts = resolve(url, link).split("#", 2);
                      if (!others.contains(parts[0])) {
                        assertThat(pages.has(parts[0])).as(link).isTrue();
                        assertThat(parts.length == 1 || anchors.get(parts[0]).contains(parts[1]))
                            .as(link)
                            .isTrue();
                      }
                    }));
  }

  @Test
  void tellsEveryEventWithItsFieldsAndASample() {
    // Given
    EventsDocument events = EventsDocument.read();

    // When
    String page = pages.text(Pages.EVENTS);

    // Then
    assertThat(events.json().path("channels").values())
        .hasSizeGreaterThan(5)
        .allSatisfy(channel -> assertThat(page).contains(channel.path("address").stringValue()));
    for (JsonNode message : events.json().at("/components/messages").values()) {
      if (!message.path("name").stringValue().equals("dead-letter")) {
        assertThat(page).contains("### " + message.path("name").stringValue() + "\n");
        assertThat(message.at("/payload/properties").propertyNames())
            .isNotEmpty()
            .allSatisfy(field -> assertThat(page).contains("| `" + field + "`"));
      }
    }
    assertThat(page).contains("| `session.msisdn` |", "\"gateway\" : \"smpp-primary\"");
  }

  @Test
  void putsEverySchemaIntoTheDocument() {
    assertThat(EventsDocument.read().json().toString())
        .doesNotContain("/resources/schema/", "$defs")
        .contains("urn:sandi:schema:otp.sent.v1");
  }

  private static String firstLink(String html) {
    String text = html.substring(html.indexOf("<main"));
    return matches(LINK, text).iterator().next();
  }

  /** From {@code /docs/}. */
  private static String resolve(String url, String link) {
    return link.startsWith("#")
        ? url + link
        : java.net
            .URI
            .create("http://x/a/docs/" + url)
            .resolve(link)
            .toString()
            .replaceFirst("^http://x/a/docs/", "")
            .replaceFirst("^http://x/a/", "../");
  }

  private static Set<String> matches(Pattern pattern, String html) {
    return pattern.matcher(html).results().map(match -> match.group(1)).collect(Collectors.toSet());
  }
}
