package dev.sandi.ingress.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.EventJson;
import dev.sandi.event.EventType;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.Topics;
import dev.sandi.ingress.testing.Administrator;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.AndroidHash;
import dev.sandi.value.WebOtpDomain;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresInfrastructure
class AdministeringTemplatesTest {

  private final Ingress ingress = Ingress.shared();
  private final Administrator admin = ingress.administrator();
  private final Customer customer = admin.newCustomer();

  @Test
  void aRequestNamesATemplate() {
    // Given
    put("login", "Your login code is $OTP");

    // When
    Answer answer = send("\"template_name\":\"login\"");

    // Then
    assertThat(event(answer).template().value()).isEqualTo("Your login code is $OTP");
  }

  @Test
  void theTemplateNamedDefaultIsForRequestsThatNameNone() {
    // Given
    put("default", "Shop: $OTP");

    // When
    Answer plain = send("\"challenge\":\"a\"");
    Answer own = send("\"template\":\"Own: $OTP\"");

    // Then
    assertThat(event(plain).template().value()).isEqualTo("Shop: $OTP");
    assertThat(event(own).template().value()).isEqualTo("Own: $OTP");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"template_name\":\"gone\"|there is no template of this name",
        "\"template_name\":5|template name should be a string",
        "\"template_name\":\"login\",\"template\":\"$OTP\"|template and template name exclude each other"
      })
  void aTemplateThatCannotBeMeantIsRefused(String fields, String rule) {
    // Given
    put("login", "Your login code is $OTP");
    put("gone", "$OTP");
    admin.delete("/apps/" + customer.app() + "/templates/gone");

    // When
    Answer answer = send(fields);

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("error")).isEqualTo("invalid_template");
    assertThat(answer.text("message")).isEqualTo("Template invalid: " + rule);
  }

  @Test
  void templatesAreListedWithWhatIsToBeSaidOfThem() {
    // Given
    put("b", "Код $OTP");
    put("a", "Code $OTP");

    // When
    Answer list = admin.get("/apps/" + customer.app() + "/templates");

    // Then
    assertThat(list.json().get("data").findValuesAsString("name")).containsExactly("a", "b");
    assertThat(list.json().get("data").get(0).get("findings")).isEmpty();
    assertThat(list.json().get("data").get(1).get("encoding").asString()).isEqualTo("UCS-2");
    assertThat(list.json().get("data").get(1).get("findings").get(0).get("message").asString())
        .endsWith("U+041A, U+043E, U+0434");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no place", "$OTP and $OTP"})
  void aTextThatCannotBeUsedIsNotKept(String text) {
    // When
    Answer answer =
        admin.put(
            "/apps/" + customer.app() + "/templates/login", "{\"template\":\"" + text + "\"}");

    // Then
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("errors").get(0).get("field").asString()).isEqualTo("template");
    assertThat(admin.get("/apps/" + customer.app() + "/templates/login").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Code|error code_missing",
        "$OTP $OTP|error code_repeated",
        "It’s $OTP|warning ucs2",
        "$OTP, see https://evil.example/x|warning foreign_link",
        "$OTP, call +62 21 5550 1234|warning call_back_number",
        "Co\\u200bde $OTP|warning hidden_characters"
      })
  void theLinterSaysWhatIsWrong(String text, String finding) {
    // When
    Answer answer =
        admin.post(
            "/apps/" + customer.app() + "/templates/lint", "{\"template\":\"" + text + "\"}");

    // Then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().get("findings").valueStream())
        .extracting(each -> each.get("severity").asString() + " " + each.get("code").asString())
        .contains(finding);
  }

  @Test
  void theLinterCountsSegmentsAsTheAppWouldSendThem() {
    // Given: 148 characters and a code of 8 fit into one segment, and the WebOTP line does not
    patch("{\"code\":{\"length\":8}}");
    String text = "{\"template\":\"" + "x".repeat(151) + " $OTP\"}";
    int alone = lint(text).json().get("segments").asInt();

    // When
    patch("{\"web_otp\":\"shop.example\"}");

    // Then
    assertThat(alone).isEqualTo(1);
    assertThat(lint(text).json().get("segments").asInt()).isEqualTo(2);
    assertThat(lint("{\"template\":\"" + "x".repeat(1600) + "$OTP\"}").body())
        .contains("too_many_segments");
  }

  @Test
  void anAppsOwnSiteIsNoForeignLink() {
    // When
    patch("{\"allowed_domains\":[\"shop.example\"]}");

    // Then
    assertThat(lint("{\"template\":\"$OTP for www.shop.example\"}").json().get("findings"))
        .isEmpty();
  }

  @Test
  void theLinesOfPhonesAreToldToTheProcessorAndBilled() {
    // Given
    patch("{\"web_otp\":\"shop.example\",\"android_hash\":\"FA+9qCX9VSu\"}");

    // When
    Answer answer = send("\"template\":\"" + "x".repeat(140) + " $OTP\"");

    // Then
    OtpRequested event = event(answer);
    assertThat(event.webOtp()).isEqualTo(new WebOtpDomain("shop.example"));
    assertThat(event.androidHash()).isEqualTo(new AndroidHash("FA+9qCX9VSu"));
    assertThat(answer.json().get("segment_count").asInt()).isEqualTo(2);
  }

  @Test
  void aTextThatIsTooLongWithTheLinesOfPhonesIsRefused() {
    // Given
    patch("{\"web_otp\":\"shop.example\"}");

    // When
    Answer answer = send("\"template\":\"" + "x".repeat(1515) + " $OTP\"");

    // Then
    assertThat(answer.text("message"))
        .isEqualTo("Template invalid: template should fit into 10 SMS segments");
  }

  @Test
  void theLengthOfAnAppsCodesIsBilled() {
    // Given
    String template = "\"template\":\"" + "x".repeat(151) + "$OTP\"";
    int before = send(template).json().get("segment_count").asInt();

    // When
    patch("{\"code\":{\"length\":10,\"alphabet\":\"alphanumeric\"}}");

    // Then
    assertThat(before).isEqualTo(1);
    assertThat(send(template).json().get("segment_count").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"code\":{\"length\":3}}|code.length",
        "{\"code\":{\"length\":11}}|code.length",
        "{\"code\":{\"alphabet\":\"hex\"}}|code.alphabet",
        "{\"web_otp\":\"https://shop.example\"}|web_otp",
        "{\"web_otp\":\"shop\"}|web_otp",
        "{\"android_hash\":\"short\"}|android_hash"
      })
  void impossibleSettingsAreRefused(String patch, String field) {
    // When
    Answer answer = admin.call("PATCH", "/apps/" + customer.app(), patch);

    // Then
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("errors").get(0).get("field").asString()).isEqualTo(field);
  }

  private void put(String name, String text) {
    Answer answer =
        admin.put(
            "/apps/" + customer.app() + "/templates/" + name, "{\"template\":\"" + text + "\"}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private void patch(String settings) {
    Answer answer = admin.call("PATCH", "/apps/" + customer.app(), settings);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private Answer lint(String body) {
    return admin.post("/apps/" + customer.app() + "/templates/lint", body);
  }

  private Answer send(String fields) {
    long number = ThreadLocalRandom.current().nextLong(10_000_000_000L, 99_999_999_999L);
    return await()
        .until(
            () -> customer.send("{\"msisdn\":\"62" + number + "\"," + fields + "}"),
            answer -> answer.status() != 401);
  }

  private OtpRequested event(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    var records = ingress.records(Topics.OTP_REQUESTED, answer.text("session_id"));
    return (OtpRequested) EventJson.read(EventType.OTP_REQUESTED, records.get(0).value());
  }
}
