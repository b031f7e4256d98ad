package dev.sandi.ingress.send;

import static dev.sandi.ingress.testing.Answer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.RequiresInfrastructure;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@RequiresInfrastructure
class SendValidationTest {

  private static Customer customer;

  @BeforeAll
  static void startIngress() {
    customer = Ingress.shared().customer();
  }

  static Stream<Arguments> faults() {
    String length = "Msisdn invalid: msisdn length should between 4-16 characters";
    String digits = "Msisdn invalid: msisdn should contain digits only";
    String range = "Time limit invalid: time limit should between 30-86400 seconds";
    String whole = "Time limit invalid: time limit should be a whole number of seconds";
    String otpLength = "Otp invalid: otp length should between 4-10 characters";
    String otpLetters = "Otp invalid: otp should contain letters and digits only";
    String name = "Challenge invalid: challenge length should between 1-64 characters";
    String https = "Callback url invalid: callback url should be an absolute https URL";
    String once = "Template invalid: template should contain $OTP only once";
    return Stream.of(
        arguments("{}", "Msisdn invalid: msisdn is required", "invalid_msisdn"),
        arguments("{'msisdn':null}", "Msisdn invalid: msisdn is required", "invalid_msisdn"),
        arguments("{'msisdn':''}", length, "invalid_msisdn"),
        arguments("{'msisdn':'123'}", length, "invalid_msisdn"),
        arguments("{'msisdn':123}", length, "invalid_msisdn"),
        arguments("{'msisdn':'+123'}", length, "invalid_msisdn"),
        arguments("{'msisdn':'12345678901234567'}", length, "invalid_msisdn"),
        arguments("{'msisdn':12345678901234567890123}", length, "invalid_msisdn"),
        arguments("{'msisdn':'62812x456'}", digits, "invalid_msisdn"),
        arguments("{'msisdn':'++62812'}", digits, "invalid_msisdn"),
        arguments("{'msisdn':'62 812'}", digits, "invalid_msisdn"),
        arguments("{'msisdn':-62812}", digits, "invalid_msisdn"),
        arguments("{'msisdn':'٦٢٨١٢'}", digits, "invalid_msisdn"),
        arguments(
            "{'msisdn':6.2e5}", "Msisdn invalid: msisdn should be a string", "invalid_msisdn"),
        arguments(
            "{'msisdn':['62812']}", "Msisdn invalid: msisdn should be a string", "invalid_msisdn"),
        arguments(
            with("'template':'no place'"),
            "Template invalid: template should contain $OTP",
            "invalid_template"),
        arguments(
            with("'template':'$otp'"),
            "Template invalid: template should contain $OTP",
            "invalid_template"),
        arguments(with("'template':'$OTP and $OTP'"), once, "invalid_template"),
        arguments(
            with("'template':'$OTP" + "x".repeat(1530) + "'"),
            "Template invalid: template should fit into 10 SMS segments",
            "invalid_template"),
        arguments(
            with("'template':'$OTP \\u0000'"),
            "Template invalid: template should not contain the NUL character",
            "invalid_template"),
        arguments(
            with("'template':'$OTP \\ud800'"),
            "Template invalid: template should be valid Unicode",
            "invalid_template"),
        arguments(
            with("'template':5"),
            "Template invalid: template should be a string",
            "invalid_template"),
        arguments(with("'otp':'123'"), otpLength, "invalid_otp"),
        arguments(with("'otp':'12345678901'"), otpLength, "invalid_otp"),
        arguments(with("'otp':'12-456'"), otpLetters, "invalid_otp"),
        arguments(with("'otp':123456"), "Otp invalid: otp should be a string", "invalid_otp"),
        arguments(with("'time_limit':29"), range, "invalid_time_limit"),
        arguments(with("'time_limit':'29'"), range, "invalid_time_limit"),
        arguments(with("'time_limit':86401"), range, "invalid_time_limit"),
        arguments(with("'time_limit':'86401'"), range, "invalid_time_limit"),
        arguments(with("'time_limit':0"), range, "invalid_time_limit"),
        arguments(with("'time_limit':-300"), range, "invalid_time_limit"),
        arguments(with("'time_limit':99999999999999999999"), range, "invalid_time_limit"),
        arguments(with("'time_limit':'4294967596'"), range, "invalid_time_limit"),
        arguments(with("'time_limit':'5m'"), whole, "invalid_time_limit"),
        arguments(with("'time_limit':' 300'"), whole, "invalid_time_limit"),
        arguments(with("'time_limit':'300.0'"), whole, "invalid_time_limit"),
        arguments(
            with("'time_limit':300.5"),
            "Time limit invalid: time limit should be a string or an integer",
            "invalid_time_limit"),
        arguments(
            with("'time_limit':true"),
            "Time limit invalid: time limit should be a string or an integer",
            "invalid_time_limit"),
        arguments(with("'challenge':'" + "c".repeat(65) + "'"), name, "invalid_challenge"),
        arguments(
            with("'challenge':'a\\nb'"),
            "Challenge invalid: challenge should not contain control characters",
            "invalid_challenge"),
        arguments(
            with("'challenge':7"),
            "Challenge invalid: challenge should be a string",
            "invalid_challenge"),
        arguments(with("'callback_url':'http://example.com/'"), https, "invalid_callback_url"),
        arguments(with("'callback_url':'ftp://example.com/'"), https, "invalid_callback_url"),
        arguments(with("'callback_url':'/hook'"), https, "invalid_callback_url"),
        arguments(with("'callback_url':'not a url'"), https, "invalid_callback_url"),
        arguments(
            with("'callback_url':'https:///hook'"),
            "Callback url invalid: callback url should name a host",
            "invalid_callback_url"),
        arguments(
            with("'callback_url':'https://user:pass@example.com/'"),
            "Callback url invalid: callback url should not contain credentials",
            "invalid_callback_url"),
        arguments(
            with("'callback_url':'https://example.com/#part'"),
            "Callback url invalid: callback url should not contain a fragment",
            "invalid_callback_url"),
        arguments(
            with("'callback_url':'https://example.com/" + "a".repeat(2030) + "'"),
            "Callback url invalid: callback url length should be at most 2048 characters",
            "invalid_callback_url"),
        arguments(
            with("'callback_url':{}"),
            "Callback url invalid: callback url should be a string",
            "invalid_callback_url"),
        // The first field of the contract's order is told.
        arguments("{'otp':'1','msisdn':'1'}", length, "invalid_msisdn"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void tellsWhichRuleIsBroken(String body, String message, String slug) {
    // When
    Answer answer = customer.send(body.replace('\'', '"'));

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo(problem(400, message, slug, answer.header("X-Request-Id")));
  }

  @Test
  void listsEachRefusalForItsApp() {
    // Given
    Customer listed = Ingress.shared().customer();

    // When
    Answer answer = listed.send("{\"msisdn\":\"6281234567890\",\"otp\":\"1\"}");

    // Then
    String id = answer.header("X-Request-Id");
    org.awaitility.Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(listed.get("/v2/otp").json().get("data").valueStream().toList())
                    .singleElement()
                    .satisfies(
                        row -> {
                          assertThat(row.get("request_id").asString()).isEqualTo(id);
                          assertThat(row.get("status").asString()).isEqualTo("refused");
                          assertThat(row.get("http_status").intValue()).isEqualTo(400);
                          assertThat(row.get("error").asString()).isEqualTo("invalid_otp");
                          assertThat(row.get("msisdn").asString()).isEqualTo("62812******90");
                          assertThat(row.get("user_agent").asString()).isEqualTo("customer/1.0");
                          assertThat(List.copyOf(row.propertyNames())).doesNotContain("session_id");
                        }));
  }

  private static String with(String field) {
    return "{'msisdn':'6281234567890'," + field + "}";
  }
}
