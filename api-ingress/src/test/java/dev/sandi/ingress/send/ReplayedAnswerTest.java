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

  private final Administrator admin = Ingress.shared().administrator();
  private final Customer customer = admin.newCustomer();

  @Test
  void repeatsTheSegmentsOfATemplateThatHasBecomeLonger() {
    // Given
    Answer first = customer.send(BODY, "order-1");

    // When
    admin.put(
        "/apps/" + customer.app() + "/templates/default",
        "{\"template\":\"" + "Long ".repeat(40) + "$OTP\"}");
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
}
