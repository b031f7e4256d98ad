package dev.sandi.ingress.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.ingress.testing.Administrator;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.RequiresInfrastructure;
import org.junit.jupiter.api.Test;

/** An answer is repeated bit for bit, whatever the app's settings have become. */
@RequiresInfrastructure
class ReplayedAnswerTest {

  private static final String BODY = "{\"msisdn\":\"6281234567890\"}";
  private static final String LONG = "Long ".repeat(40);

  private final Administrator admin = Ingress.shared().administrator();
  private final Customer customer = admin.newCustomer();

  @Test
  void repeatsTheSegmentsOfATemplateThatHasBecomeLonger() {
    // Given
    Answer first = customer.send(BODY, "order-1");

    // When
    putTemplate("default", LONG);
    Answer again = customer.send(BODY, "order-1");

    // Then
    assertThat(first.body()).contains("\"segment_count\":1,");
    assertThat(again.isReplayed()).isTrue();
    assertThat(again.body()).isEqualTo(first.body());
  }

  @Test
  void repeatsTheSegmentsOfATextThatHasGotLinesForPhones() {
    // Given
    String body = "{\"msisdn\":\"6281234567890\",\"template\":\"" + "x".repeat(150) + "$OTP\"}";
    Answer first = customer.send(body, "order-1");

    // When
    admin.call("PATCH", "/apps/" + customer.app(), "{\"web_otp\":\"shop.example\"}");
    Answer again = customer.send(body, "order-1");

    // Then
    assertThat(first.body()).contains("\"segment_count\":1,");
    assertThat(again.isReplayed()).isTrue();
    assertThat(again.body()).isEqualTo(first.body());
  }

  @Test
  void repeatsTheAnswerToANamedTemplateThatIsGone() {
    // Given
    String body = "{\"msisdn\":\"6281234567890\",\"template_name\":\"login\"}";
    putTemplate("login", LONG);
    Answer first = customer.send(body, "order-1");

    // When
    admin.delete("/apps/" + customer.app() + "/templates/login");
    Answer again = customer.send(body, "order-1");
    Answer underAnotherKey = customer.send(body, "order-2");

    // Then
    assertThat(first.body()).contains("\"segment_count\":2,");
    isRepeated(first, again);
    assertThat(underAnotherKey.status()).isEqualTo(400);
    assertThat(underAnotherKey.text("error")).isEqualTo("invalid_template");
    assertThat(Ingress.shared().published(customer.app())).hasSize(1);
  }

  @Test
  void repeatsTheAnswerToACallbackUrlThatIsNoLongerAllowed() {
    // Given
    String body =
        "{\"msisdn\":\"6281234567890\",\"otp\":\"AB12cd\",\"time_limit\":60,"
            + "\"callback_url\":\"http://shop.example/otp\"}";
    allow("{\"insecure_callbacks\":true,\"return_otp\":true}");
    Answer first = customer.send(body, "order-1");

    // When
    allow("{\"insecure_callbacks\":false,\"return_otp\":false}");
    Answer again = customer.send(body, "order-1");
    Answer anotherBody = customer.send(body.replace("60", "61"), "order-1");
    Answer withoutKey = customer.send(body);

    // Then
    assertThat(first.text("otp")).isEqualTo("AB12cd");
    isRepeated(first, again);
    assertThat(anotherBody.text("error")).isEqualTo("idempotency_key_reused");
    assertThat(withoutKey.text("error")).isEqualTo("invalid_callback_url");
  }

  @Test
  void repeatsTheAnswerToANumberThatBecameAMagicOneOfTheSandbox() {
    // Given
    String body = "{\"msisdn\":\"6282123060004\"}";
    Answer first = customer.send(body, "order-1");

    // When
    allow("{\"mode\":\"sandbox\"}");
    Answer again = customer.send(body, "order-1");

    // Then
    isRepeated(first, again);
    assertThat(customer.send(body, "order-2").status()).isEqualTo(403);
  }

  @Test
  void repeatsTheFixedCodeOfATestNumberThatHasAnotherOneNow() {
    // Given
    allow("{\"return_otp\":true}");
    putTestNumber("Qz73Xw");
    Answer first = customer.send(BODY, "order-1");

    // When
    putTestNumber("Kp41Lm");
    Answer again = customer.send(BODY, "order-1");

    // Then
    assertThat(first.text("otp")).isEqualTo("Qz73Xw");
    isRepeated(first, again);
    assertThat(customer.send(BODY, "order-2").text("otp")).isEqualTo("Kp41Lm");
    assertThat(Ingress.shared().dump()).contains(first.text("session_id")).doesNotContain("Qz73Xw");
  }

  @Test
  void repeatsTheFixedCodeOfANumberThatIsNoTestNumberAnyMore() {
    // Given
    allow("{\"return_otp\":true}");
    putTestNumber("Qz73Xw");
    Answer first = customer.send(BODY, "order-1");

    // When
    admin.delete("/apps/" + customer.app() + "/test-numbers/6281234567890");
    Answer again = customer.send(BODY, "order-1");

    // Then
    assertThat(first.text("otp")).isEqualTo("Qz73Xw");
    isRepeated(first, again);
    assertThat(customer.send(BODY, "order-2").json().has("otp")).isFalse();
  }

  @Test
  void repeatsTheFixedCodeThoughItsTemplateIsGone() {
    // Given
    String body = "{\"msisdn\":\"6281234567890\",\"template_name\":\"login\"}";
    allow("{\"return_otp\":true}");
    putTestNumber("Qz73Xw");
    putTemplate("login", "");
    Answer first = customer.send(body, "order-1");

    // When
    admin.delete("/apps/" + customer.app() + "/templates/login");
    Answer again = customer.send(body, "order-1");

    // Then
    assertThat(first.text("otp")).isEqualTo("Qz73Xw");
    isRepeated(first, again);
  }

  @Test
  void remembersNoRefusalOfATemplateThatIsMissing() {
    // Given
    String body = "{\"msisdn\":\"6281234567890\",\"template_name\":\"login\"}";
    Answer refused = customer.send(body, "order-1");

    // When
    putTemplate("login", "");
    Answer later = customer.send(body, "order-1");

    // Then
    assertThat(refused.status()).isEqualTo(400);
    assertThat(later.status()).isEqualTo(201);
    assertThat(later.isReplayed()).isFalse();
  }

  private void putTemplate(String name, String text) {
    admin.put(
        "/apps/%s/templates/%s".formatted(customer.app(), name),
        "{\"template\":\"%s$OTP\"}".formatted(text));
  }

  private void putTestNumber(String code) {
    admin.put(
        "/apps/%s/test-numbers/6281234567890".formatted(customer.app()),
        "{\"otp\":\"%s\",\"outcome\":\"delivered\"}".formatted(code));
  }

  private void allow(String settings) {
    admin.call("PATCH", "/apps/" + customer.app(), settings);
  }

  private static void isRepeated(Answer first, Answer again) {
    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.isReplayed()).isTrue();
    assertThat(again.body()).isEqualTo(first.body());
  }
}
