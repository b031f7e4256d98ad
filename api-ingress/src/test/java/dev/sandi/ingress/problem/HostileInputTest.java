package dev.sandi.ingress.problem;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.ingress.testing.Logs;
import dev.sandi.ingress.testing.RawSocket;
import dev.sandi.testing.RequiresInfrastructure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresInfrastructure
class HostileInputTest {

  private static final String VALID = "{\"msisdn\":\"6281234567890\"}";
  private static final Pattern ONE_BODY =
      Pattern.compile(
          "\\{\"code\":\\d{3},\"message\":\"[^\"]+\",\"error\":\"[a-z_]+\",\"request_id\":\"[0-9a-f-]{36}\"\\}");

  private static Customer customer;

  @BeforeAll
  static void startIngress() {
    customer = Ingress.shared().customer();
  }

  static Stream<Arguments> encodings() {
    String accented = VALID.replace("}", ",\"template\":\"é $OTP\"}");
    return Stream.of(
        arguments("UTF-16 with a byte order mark", VALID.getBytes(UTF_16)),
        arguments("UTF-16LE", VALID.getBytes(UTF_16LE)),
        arguments("UTF-16BE", VALID.getBytes(UTF_16BE)),
        arguments("UTF-32", VALID.getBytes(Charset.forName("UTF-32"))),
        arguments("Latin-1", accented.getBytes(ISO_8859_1)),
        arguments("an overlong slash", bytes(accented, 0xC0, 0xAF)),
        arguments("an overlong NUL", bytes(accented, 0xC0, 0x80)),
        arguments("half a surrogate pair", bytes(accented, 0xED, 0xA0, 0x80)),
        arguments("a surrogate pair", bytes(accented, 0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80)),
        arguments("a byte that begins nothing", bytes(accented, 0xFF)),
        arguments("a character cut short", bytes(accented, 0xE2, 0x82)),
        arguments("a NUL", bytes(accented, 0)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("encodings")
  void tellsThatABodyIsNotUtf8(String name, byte[] body) {
    // When
    Answer answer = post(body);

    // Then
    assertProblem(answer, 400, "Request invalid: body should be in UTF-8", "invalid_request");
  }

  @Test
  void takesUtf8WithAByteOrderMark() {
    // When: RFC 8259 leaves this to the parser
    Answer answer = post(("\uFEFF" + VALID).getBytes(UTF_8));

    // Then
    assertThat(answer.status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud83d", "\\ude00", "\\ude00\\ud83d", "a\\ud83db"})
  void refusesHalfASurrogatePairInAnyField(String half) {
    // When
    Answer challenge = customer.send(with("challenge", half));
    Answer template = customer.send(with("template", "$OTP " + half));
    Answer callback = customer.send(with("callback_url", "https://example.com/" + half));
    Answer otp = customer.send(with("otp", "1234" + half));
    Answer msisdn = customer.send("{\"msisdn\":\"6281234" + half + "\"}");

    // Then
    assertThat(List.of(challenge, template, callback, otp, msisdn))
        .extracting(Answer::status)
        .containsOnly(400);
    assertThat(List.of(challenge, template, callback, otp, msisdn))
        .extracting(answer -> answer.text("error"))
        .containsExactly(
            "invalid_challenge",
            "invalid_template",
            "invalid_callback_url",
            "invalid_otp",
            "invalid_msisdn");
  }

  @Test
  void seesThroughEscapesThatRepeatAField() {
    // When
    Answer answer = customer.send("{\"msisdn\":\"6281234567890\",\"\\u006dsisdn\":\"6281\"}");

    // Then
    assertProblem(
        answer,
        400,
        "Request invalid: body should be one JSON object without repeated fields",
        "invalid_request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void tellsThatAnUnknownFieldIsNestedTooDeeply(String opening) {
    // When
    Answer answer = customer.send("{\"msisdn\":\"6281\",\"x\":" + opening.repeat(2000));

    // Then
    assertProblem(
        answer,
        400,
        "Request invalid: body is nested too deeply or has too long a number",
        "invalid_request");
  }

  @Test
  void tellsTooLongABodyHoweverItComes() throws IOException {
    // Given
    byte[] long20 = VALID.replace("}", ",\"x\":\"" + "a".repeat(20_000) + "\"}").getBytes(UTF_8);
    byte[] long2000 = new byte[2_000_000];

    // When
    Answer announced = post(long20);
    Answer huge = post(long2000);
    Answer chunked =
        Customer.call(
            posting().POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(long20))));
    Answer expecting =
        Customer.call(posting().expectContinue(true).POST(BodyPublishers.ofByteArray(long20)));
    Answer zipped =
        Customer.call(
            posting()
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(gzip(long2000))));

    // Then
    for (Answer answer : List.of(announced, huge, chunked, expecting)) {
      assertProblem(answer, 413, "Body should be at most 16 KiB", "payload_too_large");
    }
    assertProblem(
        zipped, 415, "Content-Type should be application/json in UTF-8", "unsupported_media_type");
  }

  @Test
  void takesABodyThatWaitsToBeAskedFor() {
    // When
    Answer answer =
        Customer.call(posting().expectContinue(true).POST(BodyPublishers.ofString(VALID)));

    // Then
    assertThat(answer.status()).isEqualTo(201);
  }

  static Stream<String> floods() {
    return Stream.of(
        "X-%d: y\r\n",
        "X: y%d\r\n",
        "App-ID: app%d\r\n",
        "Cookie: a%d=b\r\n",
        "Content-Type: application/json; x=%d\r\n");
  }

  @ParameterizedTest
  @MethodSource("floods")
  void tellsAFloodOfHeaders(String header) {
    // Given
    StringBuilder headers = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      headers.append(header.formatted(i));
    }

    // When
    String answer = raw("GET /v2/otp HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n");

    // Then
    assertOneProblem(answer, 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "App-ID: %s\r\nAPI-Key: key\r\n",
        "App-ID: demo\r\nAPI-Key: %s\r\n",
        "App-ID: %s\r\nAPI-Key: %<s\r\n"
      })
  void answersLongCredentialsLikeWrongOnes(String credentials) {
    // When
    String answer =
        raw(
            "GET /v2/otp HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + credentials.formatted("ä".repeat(3000))
                + "\r\n");

    // Then
    assertOneProblem(answer, 401);
  }

  @Test
  void trustsTheChunksAndNotTheLengthIfABodyHasBoth() {
    // When: the length would make the rest of the body a second request
    String answer =
        raw(
            head("Content-Length: 5\r\nTransfer-Encoding: chunked")
                + "1a\r\n"
                + VALID
                + "\r\n0\r\n\r\n"
                + "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");

    // Then: and does not go on with a connection on which somebody disagrees about lengths
    assertThat(answer).startsWith("HTTP/1.1 201").containsOnlyOnce("HTTP/1.1 ");
  }

  @Test
  void doesNotTakeTheBodyOfARefusedRequestForARequest() {
    // Given
    String smuggled = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

    // When
    String unread =
        raw(
            "POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
                    .formatted(smuggled.length() + 10)
                + smuggled);
    String dropped =
        raw(
            "POST /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
                    .formatted(smuggled.length())
                + smuggled);

    // Then
    assertOneProblem(unread, 404);
    assertOneProblem(dropped, 404);
  }

  @Test
  void answersPipelinedRequestsInTheirOrder() {
    // When
    String answers =
        raw(
            head("Content-Length: " + VALID.length())
                + VALID
                + head("Content-Length: 2")
                + "{}"
                + "POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"
                + head("Content-Length: " + VALID.length() + "\r\nConnection: close")
                + VALID);

    // Then: a 400 ends the connection
    assertThat(Pattern.compile("HTTP/1.1 (\\d+)").matcher(answers).results().map(r -> r.group(1)))
        .containsExactly("201", "400");
  }

  @Test
  void keepsAConnectionThroughRefusalsThatAreNobodysFault() {
    // When
    String answers =
        raw(
            "POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"
                + head("Content-Length: 2").replace(customer.key(), "wrong")
                + "{}"
                + head("Content-Length: " + VALID.length() + "\r\nConnection: close")
                + VALID);

    // Then
    assertThat(Pattern.compile("HTTP/1.1 (\\d+)").matcher(answers).results().map(r -> r.group(1)))
        .as(answers)
        .containsExactly("404", "401", "201");
  }

  @Test
  void takesATargetInAbsoluteForm() {
    // Given
    String length = "Content-Length: 26\r\nConnection: close";

    // When
    String same = raw(head(length, "http://x/v2/otp/send") + VALID);
    String unknown = raw(head(length, "http://x/nowhere") + VALID);
    String otherHost = raw(head(length, "http://y/v2/otp/send") + VALID);

    // Then
    assertThat(same).startsWith("HTTP/1.1 201");
    assertOneProblem(unknown, 404);
    assertOneProblem(otherHost, 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v2/otp\r\n\r\n",
        "GET /v2/otp HTTP/1.0\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "CONNECT x:443 HTTP/1.1\r\nHost: x:443\r\nConnection: close\r\n\r\n",
        "GET x:80 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "POST /v2/otp/send HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "POST /v2/otp/send HTTP/1.1\r\nHost: x\r\nContent-Length: 5, 5\r\n\r\nhello",
        "POST /v2/otp/send HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: a\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET /v2/otp HTTP/1.1\r\nHost: x\r\nX:\0y\r\n\r\n",
        "GET /v2/otp HTTP/1.1\r\nHost: x\r\n X: folded\r\n\r\n",
        "GET /v2/otp HTTP/1.1\r\nHost: x\r\nX : y\r\n\r\n",
        "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003"
      })
  void tellsProtocolsThatItDoesNotSpeak(String request) {
    // When
    String answer = raw(request);

    // Then
    assertThat(answer)
        .satisfiesAnyOf(
            // HTTP/0.9 has no head
            body -> assertThat(body).matches(ONE_BODY),
            body -> assertOneProblem(body, -1),
            body -> assertThat(body).startsWith("HTTP/1.1 200").contains("Content-Length: 0"));
  }

  @Test
  void aStormOfBadRequestsDelaysNobodyAndFillsNoLog() {
    // Given
    List<CompletableFuture<Answer>> storm = new ArrayList<>();

    // When
    Answer honest;
    Duration taken;
    String logged;
    try (Logs logs = new Logs()) {
      for (int i = 0; i < 100; i++) {
        storm.add(Customer.callAsync(customer.with("wrong").posting(Customer.SEND, VALID)));
        storm.add(Customer.callAsync(customer.posting(Customer.SEND, "{" + i)));
        storm.add(Customer.callAsync(customer.posting("/nowhere/" + i, VALID)));
        storm.add(Customer.callAsync(customer.request(Customer.SEND).DELETE()));
      }
      long start = System.nanoTime();
      honest = customer.send(VALID);
      taken = Duration.ofNanos(System.nanoTime() - start);
      storm.forEach(CompletableFuture::join);
      logged = logs.text();
    }

    // Then
    assertThat(honest.status()).isEqualTo(201);
    assertThat(taken).isLessThan(Duration.ofSeconds(3));
    assertThat(storm.stream().map(answer -> answer.join().status()).distinct())
        .containsExactlyInAnyOrder(401, 400, 404, 405);
    assertThat(logged).isEmpty();
  }

  private static byte[] bytes(String text, int... instead) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int place = text.indexOf('é');
    bytes.writeBytes(text.substring(0, place).getBytes(UTF_8));
    for (int b : instead) {
      bytes.write(b);
    }
    bytes.writeBytes(text.substring(place + 1).getBytes(UTF_8));
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
      zip.write(bytes);
    }
    return zipped.toByteArray();
  }

  private static String with(String field, String value) {
    return VALID.replace("}", ",\"" + field + "\":\"" + value + "\"}");
  }

  private static java.net.http.HttpRequest.Builder posting() {
    return customer.request(Customer.SEND).header("Content-Type", "application/json");
  }

  private static Answer post(byte[] body) {
    return Customer.call(posting().POST(BodyPublishers.ofByteArray(body)));
  }

  private static String head(String length) {
    return head(length, Customer.SEND);
  }

  private static String head(String length, String target) {
    return "POST %s HTTP/1.1\r\nHost: x\r\nApp-ID: %s\r\nAPI-Key: %s\r\n"
            .formatted(target, customer.app(), customer.key())
        + "Content-Type: application/json\r\n"
        + length
        + "\r\n\r\n";
  }

  private static String raw(String request) {
    return RawSocket.exchange(Ingress.shared().port(), request);
  }

  private static void assertOneProblem(String answer, int status) {
    assertThat(answer).matches("(?s)HTTP/1.1 " + (status < 0 ? "[45]\\d\\d" : status) + ".*");
    assertThat(answer).containsOnlyOnce("HTTP/1.1 ").containsPattern(ONE_BODY);
  }

  private static void assertProblem(Answer answer, int status, String message, String slug) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body())
        .isEqualTo(Answer.problem(status, message, slug, answer.header("X-Request-Id")));
  }
}
