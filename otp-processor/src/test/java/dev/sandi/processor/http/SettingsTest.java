package dev.sandi.processor.http;

import static dev.sandi.processor.http.Opened.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.processor.Pages;
import dev.sandi.value.InvalidValueException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  private static final String ACCEPTED = "\nanswers: [{status: 200, result: accepted}]\n";
  private static final String REQUEST = "request: {url: \"https://sms.example.com/\"}\n";

  private final Opened opened = new Opened();

  @AfterEach
  void close() {
    opened.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "form: {a: '{numbr}'}|request: {numbr} is no placeholder; there are app, ",
        "json: {a: ['{text} {numbr:number}']}|request.json: has a { that begins no placeholder",
        "json: {a: '{numbr:number}'}|request: {numbr} is no placeholder",
        "form: {a: '{'}|request.form.a: has a { that begins no placeholder; write {{ for one",
        "form: {a: '{report_url}'}|{report_url} needs the setting reports",
        "form: {a: '{sender}'}|{sender} needs the setting sender",
        "form: {a: '${HOME}'}|request.form.a: should name a variable of the environment as",
        "form: {a: '${SANDI_KEYS_MAC}'}|request.form.a: should name a variable",
        "form: {a: b}, json: {}|request: should have form or json, and not both",
        "method: GET, form: {a: b}|request: a GET has no form and no json",
        "method: TRACE|request.method: has a value of the wrong type",
        "headers: {Host: x}|request: headers: Host cannot be set",
        "headers: {'a b': x}|request: headers: a b cannot be set",
        "headers: {X-Text: '{text}'}|request: headers: {text} should not be in a header",
        "form: {a: }|should have no empty values",
        "fields: {a: b}|request.fields: is no setting of this kind of gateway",
      })
  void namesWhatIsWrongWithTheRequest(String request, String message) {
    assertThatThrownBy(
            () ->
                opened.kind.check(
                    yaml("request: {url: 'https://sms.example.com/', " + request + "}" + ACCEPTED)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(message);
  }

  @Test
  void waitsNoLongerForAnAnswerThanItIsListenedTo() {
    opened.kind.check(yaml(REQUEST + "timeout: PT12S" + ACCEPTED));

    assertThatThrownBy(() -> opened.kind.check(yaml(REQUEST + "timeout: PT13S" + ACCEPTED)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("timeout: should be at most PT12S, two thirds of sandi.processor.submit-lease");
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://sms.example.com/",
    "sms.example.com",
    "https://{msisdn}.example.com/",
    "https://sms.example.com{msisdn}/",
    "https://${SANDI_SECRET_HOST}/",
    "https://user:pass@sms.example.com/",
    "https://",
    "{report_url}"
  })
  void takesNoUrlWhoseHostIsNotPlain(String url) {
    assertThatThrownBy(() -> opened.kind.check(yaml("request: {url: '" + url + "'}" + ACCEPTED)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("url should be an absolute http URL without placeholders");
  }

  @ParameterizedTest
  @CsvSource({"http://sms.example.com/", "http://127.0.0.1.example.com/", "http://10.0.0.1:80/x"})
  void takesNoPlainHttpThatLeavesTheMachine(String url) {
    assertThatThrownBy(() -> opened.kind.check(yaml("request: {url: '" + url + "'}" + ACCEPTED)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("request.url should be https");
    opened.kind.check(yaml("request: {url: '" + url + "'}\nallow_plain_http: true" + ACCEPTED));
  }

  @ParameterizedTest
  @CsvSource({"http://127.0.0.1/", "http://localhost:8080?a=b", "http://[::1]:80/", "https://a.b"})
  void takesWhatIsEncryptedOrStaysHere(String url) {
    opened.kind.check(yaml("request: {url: '" + url + "'}" + ACCEPTED));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{status: 200, result: ambiguous}|answers should have a rule with a result of accepted",
        "{status: 200}|answers.0: result is required",
        "{status: 1xx, result: accepted}|answers.0.status: should be a status such as 201",
        "{status: [], result: accepted}|answers.0.status: should name a status",
        "{result: accepted, message_id: {}}|answers.0.message_id: should have one of pointer",
        "{result: accepted, message_id: {pointer: id}}|answers.0.message_id.pointer: should be a",
        "{result: accepted, message_id: {pattern: '('}}|pattern: should be a regular expression",
        "{result: accepted, message_id: {pattern: 'a'}}|pattern should have a group",
        "{result: refused, reason: 'Not a slug'}|answers.0: reason should be a slug",
        "{result: refused, pause: PT1S}|answers.0: pause belongs to a result of throttled or unavailable",
        "{result: accepted, when: {pointer: /a}}|should have one of equals, in, matches, exists",
        "{result: accepted, when: [{exists: true, equals: 1}]}|should have one of equals, in",
      })
  void namesWhatIsWrongWithARule(String rule, String message) {
    assertThatThrownBy(() -> opened.kind.check(yaml(REQUEST + "answers: [" + rule + "]")))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "window: 0|window should be between 1 and 1000",
        "window: many|window: has a value of the wrong type",
        "per_second: 0|per_second should be between 0.1 and 10000",
        "timeout: PT16S|timeout should be between PT0.1S and PT15S",
        "pause: PT6M|pause should be between PT0.001S and PT5M",
        "longest_validity: PT8D|has a value of the wrong type",
        "longest_validity: PT0.5S|longest_validity should be between PT1S and PT168H",
        "sender: ''|sender should have 1-64 printable characters",
        "choices: {text: {when_gsm7: a, when_ucs2: b}}|choices should have names of their own",
        "choices: {coding: {when_gsm7: a}}|choices.coding: should have both",
        "authentication: {}|authentication: should be either basic or bearer",
        "authentication: {bearer: s3cret}|authentication.bearer: should name a variable of the",
      })
  void namesWhatIsWrongWithTheRest(String setting, String message) {
    assertThatThrownBy(() -> opened.kind.check(yaml(REQUEST + setting + ACCEPTED)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "authentication: {}|reports.authentication: should have at least one of path, query",
        "authentication: {sources: [10.0.0.0/40]}|sources.0: should be an address or a range",
        "authentication: {sources: [example.com]}|sources.0: should be an address or a range",
        "authentication: {path: secret}|reports.authentication.path: should name a variable",
        "delivered: []|reports: delivered and undelivered should have a state each",
        "undelivered: [ok]|reports: a state should have one meaning",
        "answer: {status: 500}|reports.answer: status should be one of 2xx",
        "reasons: {1: No Slug}|reports: reasons should be slugs",
      })
  void namesWhatIsWrongWithReports(String setting, String message) {
    // Given
    var settings = yaml(REQUEST + ACCEPTED);
    var reports =
        yaml(
            """
            authentication: {path: '${SANDI_SECRET_P}'}
            message_id: /id
            state: /state
            delivered: ok
            undelivered: [failed]
            """);
    reports.putAll(yaml(setting));
    settings.put("reports", reports);

    // Then
    assertThatThrownBy(() -> opened.kind.check(settings))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(message);
  }

  @Test
  void asksForThePublicUrlWhereItIsNeeded() {
    try (Opened hidden = new Opened(Clock.systemUTC(), "")) {
      assertThatThrownBy(
              () ->
                  hidden.kind.check(
                      yaml(
                          """
                          request: {url: "https://sms.example.com/", form: {cb: "{report_url}"}}
                          reports:
                            authentication: {sources: [192.0.2.1]}
                            message_id: /id
                            state: /state
                            delivered: ok
                            undelivered: failed
                          """
                              + ACCEPTED)))
          .hasMessageContaining("need SANDI_PUBLIC_URL to be set");
    }
  }

  @Test
  void doesNotOpenWithoutItsSecrets() {
    // Given
    var settings = yaml(REQUEST + "authentication: {bearer: '${SANDI_SECRET_KEY}'}" + ACCEPTED);
    opened.kind.check(settings);

    // Then
    assertThatThrownBy(() -> opened.kind.open("local", settings))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("SANDI_SECRET_KEY is not set in the environment");
    opened.with("SANDI_SECRET_KEY", "s3cret\n");
    assertThatThrownBy(() -> opened.kind.open("local", settings))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("SANDI_SECRET_KEY should have 1-4096 printable characters");
  }

  @ParameterizedTest
  @CsvSource({"a/b", "a;b", "a b", "a%2Fb", "ä"})
  void opensWithNoSecretThatAPathCannotCarry(String secret) {
    // Given
    var settings =
        yaml(
            """
            request: {url: "https://sms.example.com/"}
            answers: [{status: 200, result: accepted}]
            reports:
              authentication: {path: "${SANDI_SECRET_P}"}
              message_id: /id
              state: /state
              delivered: ok
              undelivered: bad
            """);
    opened.with("SANDI_SECRET_P", secret);

    // Then
    assertThatThrownBy(() -> opened.kind.open("local", settings))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("reports.authentication.path should name a secret of");
  }

  @Test
  void theExamplesOfThePageHaveEverySettingAndAreRight() {
    // Given
    List<Map<String, Object>> examples = Pages.examples("http.md");

    // When
    try (Opened opened = new Opened()) {
      examples.forEach(opened.kind::check);
    }

    // Then
    assertThat(examples).hasSize(2);
    assertThat(Pages.names(examples))
        .containsAll(
            Pages.settings(
                HttpSettings.class,
                RequestSettings.class,
                CallerSettings.class,
                CallerSettings.Basic.class,
                TlsSettings.class,
                Choice.class,
                AnswerRule.class,
                Condition.class,
                ValueSource.class,
                ReportSettings.class,
                ReportSettings.ReportAnswer.class,
                ReportAuthentication.class,
                ReportAuthentication.Named.class,
                ReportAuthentication.Hmac.class,
                ReportAuthentication.Twilio.class));
  }
}
