package dev.sandi.processor.http;

import static dev.sandi.processor.http.Opened.yaml;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.processor.gateway.ReadSettings;
import dev.sandi.processor.gateway.SecretReference;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.Secret;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TemplateProperties {

  private static final SecretReference KEY = new SecretReference("SANDI_SECRET_KEY");

  private static final String SETTINGS =
      """
      request:
        method: POST
        url: https://sms.example.com/to/{app}
        query: {t: "{text}"}
        %s
      answers: [{status: 200, result: accepted}]
      """;

  private static ProviderRequest composed(String body, String text, String secret) {
    HttpSettings settings =
        new ReadSettings().read(yaml(SETTINGS.formatted(body)), HttpSettings.class);
    return new ComposeRequest(settings, Map.of(KEY, Secret.of(secret)), "", Clock.systemUTC())
        .of(Opened.sms(text));
  }

  @Property(tries = 300)
  void putsAnyTextIntoJsonAsOneString(
      @ForAll("texts") String text, @ForAll("texts") String secret) {
    // When
    ProviderRequest request =
        composed("json: {a: ['<{text}>'], key: 'k ${SANDI_SECRET_KEY}', z: 1}", text, secret);

    // Then
    JsonNode json = JsonMapper.shared().readTree(request.body());
    assertThat(json.propertyNames()).containsExactly("a", "key", "z");
    assertThat(json.get("a").get(0).stringValue()).isEqualTo("<" + whole(text) + ">");
    assertThat(json.get("z").intValue()).isEqualTo(1);
  }

  @Property(tries = 300)
  void putsAnyTextIntoAFormAsOneField(@ForAll("texts") String text) {
    // When
    ProviderRequest request = composed("form: {a: '<{text}>', z: '1'}", text, "x");

    // Then
    Received received =
        new Received(
            "", "", request.uri().getRawQuery(), Map.of(), new String(request.body(), UTF_8));
    assertThat(received.form()).containsOnlyKeys("a", "z");
    assertThat(received.form().get("a")).isEqualTo("<" + whole(text) + ">");
    assertThat(received.parameters()).containsOnlyKeys("t");
    assertThat(request.uri().getHost()).isEqualTo("sms.example.com");
    assertThat(request.uri().getRawPath()).isEqualTo("/to/shop");
  }

  @Property
  void readsAnyTemplateOrSaysWhy(@ForAll("texts") String text) {
    try {
      Template template = Template.of(text);
      if (text.indexOf('{') < 0) {
        assertThat(template.head()).isEqualTo(text);
      }
    } catch (InvalidValueException e) {
      assertThat(text).contains("{");
    }
  }

  @Property
  void keepsTextWhoseBracesAreDoubled(@ForAll("texts") String text) {
    assertThat(Template.of(text.replace("${", "$ {").replace("{", "{{")).head())
        .isEqualTo(text.replace("${", "$ {"));
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> wild = Arbitraries.strings().ofMaxLength(40);
    Arbitrary<String> nasty =
        Arbitraries.of(
                "\"",
                "\\",
                "{text}",
                "${SANDI_SECRET_KEY}",
                "&",
                "=",
                "%",
                "%41",
                "+",
                "#",
                "?",
                "\r\n",
                "\u0000",
                "\ud83d",
                "\ude00",
                "😀",
                "</a>",
                "'",
                "{{",
                "}",
                "€",
                "a")
            .list()
            .ofMaxSize(12)
            .map(parts -> String.join("", parts));
    return Arbitraries.oneOf(List.of(wild, nasty));
  }

  /** As it can be written in Unicode. */
  private static String whole(String text) {
    return new String(text.getBytes(UTF_16BE), UTF_16BE);
  }
}
