package dev.sandi.ingress.blocklist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.Topics;
import dev.sandi.ingress.testing.Administrator;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RequiresInfrastructure
class ImportingBlocksTest {

  private final Ingress ingress = Ingress.shared();
  private final Administrator admin = ingress.administrator();
  private final Customer customer = ingress.customer();

  /** Ten digits that no other test has. */
  private final String range =
      "9" + ThreadLocalRandom.current().nextLong(100_000_000L, 999_999_999L);

  @Test
  void takesTheGoodLinesAndTellsOfEachOtherWhatIsWrong() {
    // Given
    String csv =
        """
        reason,Digits,expires_at,prefix,app_id
        "said ""no"", twice",+%1$s01,2090-01-01T00:00:00+07:00,,%2$s
        open "quote,%1$s02,,,
        a prefix,%1$s03*,,,

        another,%1$s04,,TRUE,
        no digits,,,,
        letters,%1$sx,,,
        ,%1$s05,,,
        past,%1$s06,2020-01-01T00:00:00Z,,
        no time,%1$s07,tomorrow,,
        no flag,%1$s08,,maybe,
        no app,%1$s09,,,nobody
        too few,%1$s10
        "not closed,%1$s11,,,
        the last,%1$s12,,,"""
            .formatted(range, customer.app());

    // When
    Answer report = take(csv, "");

    // Then
    assertThat(report.status()).isEqualTo(200);
    assertThat(report.body())
        .isEqualTo(
            """
            {"dry_run":false,"lines":14,"added":4,"changed":0,"unchanged":0,"repeated":0,\
            "rejected":10,"errors":[\
            {"line":3,"message":"a field with a quote in it should be quoted as a whole"},\
            {"line":7,"field":"digits","message":"digits is required"},\
            {"line":8,"field":"digits",\
            "message":"digits should be digits only, with a * behind a prefix"},\
            {"line":9,"field":"reason","message":"reason is required"},\
            {"line":10,"field":"expires_at","message":"expires_at should be in the future"},\
            {"line":11,"field":"expires_at",\
            "message":"expires_at should be a time like 2027-01-31T00:00:00Z"},\
            {"line":12,"field":"prefix","message":"prefix should be true or false"},\
            {"line":13,"field":"app_id","message":"there is no such app"},\
            {"line":14,"message":"line should have 5 fields, and has 2"},\
            {"line":15,"message":"a quote is not closed in its line"}]}""");
    Answer first = admin.get("/blocks/" + customer.app() + "/" + range + "01");
    assertThat(first.text("reason")).isEqualTo("said \"no\", twice");
    assertThat(first.text("expires_at")).isEqualTo("2089-12-31T17:00:00Z");
    assertThat(admin.get("/blocks/" + range + "04*").status()).isEqualTo(200);
    await()
        .untilAsserted(
            () ->
                assertThat(customer.send("{\"msisdn\":\"" + range + "0399\"}").status())
                    .isEqualTo(409));
    await()
        .untilAsserted(
            () -> assertThat(ingress.records(Topics.BLOCKLIST, range + "12")).hasSize(1));
  }

  @Test
  void importingTheSameAgainChangesNothingAndTellsNothing() {
    // Given
    String csv = lines(3);
    take(csv, "");
    String before = admin.get("/blocks?q=" + range).body();

    // When
    Answer again = take(csv, "");

    // Then
    assertThat(again.body()).contains("\"added\":0,\"changed\":0,\"unchanged\":3");
    assertThat(admin.get("/blocks?q=" + range).body()).isEqualTo(before);
    take("digits,reason\n" + range + ",last", "");
    await().untilAsserted(() -> assertThat(ingress.records(Topics.BLOCKLIST, range)).hasSize(1));
    assertThat(ingress.records(Topics.BLOCKLIST, range + "0001")).hasSize(1);
  }

  @Test
  void aDryRunTellsWhatWouldChangeAndChangesNothing() {
    // Given
    take(lines(2), "");
    admin.delete("/blocks/" + range + "0001");

    // When
    Answer report = take(lines(5) + "x,y\n", "?dry_run=true");

    // Then
    assertThat(report.body())
        .contains(
            "\"dry_run\":true,\"lines\":6,\"added\":3,\"changed\":1,\"unchanged\":1,"
                + "\"repeated\":0,\"rejected\":1");
    assertThat(admin.get("/blocks?q=" + range).json().get("data")).hasSize(2);
    assertThat(admin.get("/blocks/" + range + "0001").text("state")).isEqualTo("removed");
  }

  @Test
  void ofLinesOfOneNumberTheLastOneCounts() {
    // When
    Answer report = take("digits,reason\n%1$s,one\n%1$s,two\n%1$s*,three\n".formatted(range), "");

    // Then
    assertThat(report.body()).contains("\"lines\":3,\"added\":2", "\"repeated\":1");
    assertThat(admin.get("/blocks/" + range).text("reason")).isEqualTo("two");
  }

  @Test
  void anExportIsAFileThatChangesNothingWhenItIsImportedAndRestoresWhatWasTakenBack() {
    // Given
    take(
        """
        digits,app_id,prefix,reason,expires_at
        %1$s01,,,"=HYPERLINK(""x"")",
        %1$s02,%2$s,,'+62,2090-01-01T00:00:00.123Z
        %1$s03,,true,"a, b ",
        %1$s04,,,taken back,
        """
            .formatted(range, customer.app()),
        "");
    admin.delete("/blocks/" + range + "04");

    // When
    Answer export = admin.get("/blocks/export?q=" + range);

    // Then
    assertThat(export.header("Content-Type")).isEqualTo("text/csv;charset=UTF-8");
    assertThat(export.body())
        .isEqualTo(
            """
            digits,prefix,app_id,reason,expires_at\r
            %1$s01,false,,"'=HYPERLINK(""x"")",\r
            %1$s02,false,%2$s,'+62,2090-01-01T00:00:00.123Z\r
            %1$s03,true,,"a, b ",\r
            """
                .formatted(range, customer.app()));

    // When
    Answer unchanged = take(export.body(), "");
    admin.delete("/blocks/" + range + "01");
    admin.delete("/blocks/" + range + "03*");
    Answer restored = take(export.body(), "");

    // Then
    assertThat(unchanged.body()).contains("\"unchanged\":3");
    assertThat(restored.body()).contains("\"changed\":2,\"unchanged\":1");
    assertThat(admin.get("/blocks/export?q=" + range).body()).isEqualTo(export.body());
  }

  @Test
  void severalBatchesAreTakenAndToldToTheLastLine() {
    // Given
    int lines = 2 * ImportBlocks.BATCH + 10;

    // When
    Answer report = take(lines(lines), "");

    // Then
    assertThat(report.body()).contains("\"lines\":%1$d,\"added\":%1$d".formatted(lines));
    assertThat(admin.get("/blocks/export?q=" + range).body().lines()).hasSize(lines + 1);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        Infrastructure.shared().broker().read(Topics.BLOCKLIST).stream()
                            .filter(record -> new String(record.key(), UTF_8).startsWith(range))
                            .count())
                    .isEqualTo(lines));
  }

  @Test
  void ofManyBadLinesAllAreCountedAndAThousandAreTold() {
    // When
    Answer report = take("digits,reason\n" + "x,y\n".repeat(ImportReport.MOST_ERRORS + 200), "");

    // Then
    assertThat(report.body()).contains("\"rejected\":1200");
    assertThat(report.json().get("errors")).hasSize(ImportReport.MOST_ERRORS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "digits,expire_at,reason | column 2 should be one of digits, prefix, app_id, reason, expires_at, with commas between",
        "digits;reason           | column 1 should be one of digits, prefix, app_id, reason, expires_at, with commas between",
        "digits                  | column reason is missing",
        "digits,reason,digits    | column digits is there twice",
        "62812345678,x           | column 1 should be one of digits, prefix, app_id, reason, expires_at, with commas between",
      })
  void aHeaderThatIsNoneIsRefused(String header, String message) {
    // When
    Answer answer = take(header + "\n62812345678,x\n", "");

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("detail")).isEqualTo("Request invalid: line 1: " + message);
  }

  @Test
  void anEmptyBodyAnotherTypeAndAnotherEncodingAreRefused() {
    assertThat(take("", "").status()).isEqualTo(400);
    assertThat(admin.post("/blocks/import", "{}").status()).isEqualTo(415);
    assertThat(
            Customer.call(
                    admin
                        .request("/blocks/import")
                        .header("Content-Type", "text/csv; charset=iso-8859-1")
                        .POST(BodyPublishers.ofString(lines(1))))
                .status())
        .isEqualTo(415);
    assertThat(take(lines(1), "?dry_run=maybe").status()).isEqualTo(400);
  }

  @Test
  void aByteOrderMarkInFrontIsPassedOver() {
    assertThat(take("\uFEFF" + lines(1), "").body()).contains("\"added\":1");
  }

  @Test
  void ofABodyThatIsCutOffTheWholeLinesAreTakenAndTheHalfOneIsNot() throws IOException {
    // Given: the second number is cut off to one that looks like a number
    String csv = "digits,reason\n" + range + "01,x\n" + range;

    // When
    try (Socket socket = importing(1000, csv)) {
      socket.shutdownOutput();
      assertThat(status(socket)).isEqualTo("HTTP/1.1 400");
    }

    // Then
    assertThat(admin.get("/blocks/" + range + "01").status()).isEqualTo(200);
    assertThat(admin.get("/blocks?q=" + range).json().get("data")).hasSize(1);
  }

  @Test
  void oneImportRunsAtATimeAndRequestsGoOnBesideIt() throws IOException {
    // Given
    String csv = lines(1);
    try (Socket socket = importing(csv.length(), csv.substring(0, 20))) {
      // When
      await().untilAsserted(() -> assertThat(take("", "").status()).isEqualTo(409));

      // Then
      assertThat(take("", "").text("code")).isEqualTo("import_running");
      assertThat(customer.send("{\"msisdn\":\"" + range + "\"}").status()).isEqualTo(201);
      socket.getOutputStream().write(csv.substring(20).getBytes(UTF_8));
      assertThat(status(socket)).isEqualTo("HTTP/1.1 200");
    }
    await().untilAsserted(() -> assertThat(take(csv, "").status()).isEqualTo(200));
  }

  @Test
  void aFileThatIsTooLongIsRefusedThoughItsLineNeverEnds() throws IOException {
    // Given
    byte[] mebibyte = new byte[1 << 20];
    try (Socket socket = importing("Transfer-Encoding: chunked", "10000000\r\n" + lines(1))) {
      socket.setSoTimeout(60_000);

      // When
      for (int sent = 0; sent < 200; sent++) {
        socket.getOutputStream().write(mebibyte);
      }

      // Then
      assertThat(status(socket)).isEqualTo("HTTP/1.1 413");
    }
    assertThat(admin.get("/blocks?q=" + range).json().get("data")).hasSize(1);
  }

  /** A client that has begun to send a file. */
  private Socket importing(int length, String beginning) throws IOException {
    return importing("Content-Length: " + length, beginning);
  }

  private Socket importing(String length, String beginning) throws IOException {
    Socket socket = new Socket("localhost", ingress.port());
    socket
        .getOutputStream()
        .write(
            """
            POST /admin/v1/blocks/import HTTP/1.1\r
            Host: localhost\r
            Authorization: Bearer %s\r
            Content-Type: text/csv\r
            %s\r
            \r
            %s"""
                .formatted(Administrator.TOKEN, length, beginning)
                .getBytes(UTF_8));
    return socket;
  }

  private static String status(Socket socket) throws IOException {
    return new String(socket.getInputStream().readNBytes(12), UTF_8);
  }

  @Test
  void theLimitOfOtherBodiesStays() {
    // When
    Answer answer =
        admin.post("/blocks", "{\"digits\":\"1*\",\"reason\":\"" + "x".repeat(17_000) + "\"}");

    // Then
    assertThat(answer.status()).isEqualTo(413);
  }

  @Test
  void whatAnImportChangedIsOnRecord() {
    // When
    take(lines(3), "");

    // Then
    assertThat(admin.get("/audit?limit=20").body()).contains("{\"imported\": 3}");
  }

  private String lines(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "%s%04d,line %d\n".formatted(range, i, i))
        .collect(Collectors.joining("", "digits,reason\n", ""));
  }

  private Answer take(String csv, String query) {
    return Customer.call(
        admin
            .request("/blocks/import" + query)
            .timeout(Duration.ofMinutes(1))
            .header("Content-Type", "text/csv")
            .POST(BodyPublishers.ofString(csv)));
  }
}
