package dev.sandi.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sandi.event.Topics;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.core.io.FileSystemResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What operators are told to look at is there, and what is there is told. */
@RequiresInfrastructure
class ObservabilityTest {

  private static final Path PAGE = Path.of("docs/metrics.md");
  private static final Path RUNBOOKS = Path.of("docs/runbooks");
  private static final Path DASHBOARD = Path.of("grafana/sandi.json");
  private static final Path ALERTS = Path.of("prometheus/alerts.yml");

  /** A row of a table: the metric, † if it is there only once it happened, and its labels. */
  private static final Pattern ROW = Pattern.compile("\\| `(sandi_\\w+)`( †)? \\|.*\\|([^|]*)\\|");

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern LABEL_OF_ALERT = Pattern.compile("\\$labels\\.(\\w+)");

  /** What comes with each series, or is added by whoever scrapes. */
  private static final Set<String> OF_ALL = Set.of("application", "le", "job", "instance");

  private static final ListAppender<ILoggingEvent> LOGS = new ListAppender<>();

  private static Pipeline pipeline;
  private static Exported exported;
  private static String rejected;

  record Row(String name, boolean rare, Set<String> labels) {}

  record Alert(String name, String expression, Map<String, Object> rule) {

    @SuppressWarnings("unchecked")
    Map<String, String> map(String key) {
      return (Map<String, String>) rule.getOrDefault(key, Map.of());
    }
  }

  @BeforeAll
  static void playAFewCustomers() {
    pipeline = Pipeline.start(Infrastructure.shared(), Map.of("management.server.port", "0"));
    // The start of a service sets logging up anew, so not before it.
    LOGS.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
    LOGS.start();
    sandi().addAppender(LOGS);
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      Customer demo = pipeline.customer("demo", "demo-key");
      verified(demo, receiver);
      refused(demo);
      locked(demo);
      demo.send(Map.of("msisdn", Customer.freshNumber(), "callback_url", "http://localhost:1/"));
      demo.send(Map.of("msisdn", "999666" + Customer.freshNumber().substring(5)));
      publishWhatCannotBeRead();
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(500))
          .untilAsserted(
              () -> {
                exported = pipeline.metrics();
                assertThat(missing(page().filter(row -> !row.rare()))).isEmpty();
              });
    }
  }

  private static void verified(Customer demo, WebhookReceiver receiver) {
    String msisdn = Customer.freshNumber();
    String session =
        demo.send(Map.of("msisdn", msisdn, "callback_url", receiver.url())).text("session_id");
    await().untilAsserted(() -> assertThat(demo.inbox(msisdn)).hasSize(1));
    assertThat(demo.verify(msisdn, demo.code(msisdn)).status()).isEqualTo(200);
    await().untilAsserted(() -> assertThat(receiver.of(session)).hasSize(3));
  }

  private static void refused(Customer demo) {
    assertThat(demo.send(Map.of("msisdn", "1")).status()).isEqualTo(400);
    Map<String, String> bait =
        Map.of("msisdn", Customer.freshNumber(), "template", "$OTP http://prize.example/now");
    rejected = demo.send(bait).text("session_id");
    await()
        .untilAsserted(
            () -> assertThat(demo.session(rejected).text("status")).isEqualTo("rejected"));
  }

  private static void locked(Customer demo) {
    String msisdn = Customer.freshNumber();
    demo.send(Map.of("msisdn", msisdn));
    await().untilAsserted(() -> assertThat(demo.inbox(msisdn)).hasSize(1));
    for (int guess = 0; guess < 6; guess++) {
      demo.verify(msisdn, "wrong0");
    }
  }

  private static void publishWhatCannotBeRead() {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", Infrastructure.shared().broker().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (String type : List.of("otp.requested.v1", "otp.unheard.v1")) {
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(Topics.OTP_REQUESTED, bytes("62811"), bytes("{"));
        record.headers().add("ce_type", bytes(type));
        var unused = producer.send(record);
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @AfterAll
  static void stop() {
    sandi().detachAppender(LOGS);
    pipeline.close();
  }

  private static Logger sandi() {
    return (Logger) LoggerFactory.getLogger("dev.sandi");
  }

  @Test
  void everyMetricOfOursIsOnThePageWithItsLabels() {
    // When
    Map<String, Set<String>> documented = page().collect(Collectors.toMap(Row::name, Row::labels));

    // Then
    assertThat(exported.families().stream().filter(name -> name.startsWith("sandi_")))
        .isNotEmpty()
        .allSatisfy(
            name -> {
              assertThat(documented).containsKey(name);
              assertThat(labelsOf(name)).as(name).isEqualTo(documented.get(name));
            });
  }

  @Test
  void everyMetricOnThePageIsThereOrCanCome() throws IOException {
    // Given
    String sources = sources();

    // Then
    assertThat(missing(page().filter(row -> !row.rare()))).isEmpty();
    assertThat(page().filter(Row::rare).map(Row::name).filter(name -> !isNamed(name, sources)))
        .isEmpty();
  }

  @Test
  void noLabelHasANumberASessionOrAUrl() {
    assertThat(exported.labels().entrySet())
        .filteredOn(entry -> entry.getKey().startsWith("sandi_"))
        .allSatisfy(
            entry ->
                assertThat(entry.getValue())
                    .doesNotContain("msisdn", "session", "url", "app", "endpoint"));
  }

  @Test
  void theDashboardAsksForWhatIsThere() throws IOException {
    // When
    List<String> expressions = new ArrayList<>();
    collect(JsonMapper.builder().build().readTree(Files.readString(DASHBOARD)), expressions);

    // Then
    assertThat(expressions).hasSizeGreaterThan(20).allSatisfy(ObservabilityTest::assertThatIsThere);
  }

  @Test
  void everyAlertAsksForWhatIsThereAndHasARunbook() {
    assertThat(alerts())
        .hasSizeGreaterThan(10)
        .allSatisfy(
            alert -> {
              assertThatIsThere(alert.expression());
              assertThat(alert.map("labels").get("severity")).isIn("page", "ticket");
              assertThat(alert.map("annotations").get("summary")).isNotBlank();
              assertThat(alert.map("annotations").get("runbook"))
                  .isEqualTo("deploy/docs/runbooks/" + alert.name() + ".md");
              assertThat(RUNBOOKS.resolve(alert.name() + ".md")).exists();
              assertThat(LABEL_OF_ALERT.matcher(alert.map("annotations").get("summary")).results())
                  .allSatisfy(
                      label ->
                          assertThat(PromQl.read(alert.expression()).labels())
                              .contains(label.group(1)));
            });
  }

  @Test
  void everyRunbookIsOfAnAlertAndAnswersTheSameQuestions() throws IOException {
    // Given
    Set<String> names = alerts().stream().map(Alert::name).collect(Collectors.toSet());

    // Then
    try (Stream<Path> pages = Files.list(RUNBOOKS)) {
      assertThat(pages)
          .allSatisfy(
              page -> {
                assertThat(names).contains(page.getFileName().toString().replace(".md", ""));
                assertThat(Files.readString(page))
                    .contains(
                        "## What it means",
                        "## What customers feel",
                        "## What to look at",
                        "## What to do");
              });
    }
  }

  @Test
  void theLineOfARefusedSessionNamesItAndItsTraceForMachines() {
    assertThat(List.copyOf(LOGS.list))
        .filteredOn(line -> line.getFormattedMessage().contains(rejected))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getFormattedMessage()).contains("is refused by spam");
              assertThat(line.getKeyValuePairs())
                  .extracting(pair -> pair.key)
                  .containsExactly("session_id", "trace_id");
              assertThat(String.valueOf(line.getKeyValuePairs().get(0).value)).isEqualTo(rejected);
              assertThat(String.valueOf(line.getKeyValuePairs().get(1).value))
                  .matches("[0-9a-f]{32}");
            });
  }

  @Test
  void probesStayOnThePublicPortAndNothingElseIsThere() {
    assertThat(pipeline.probe("/actuator/health/liveness")).isEqualTo(200);
    assertThat(pipeline.probe("/actuator/health/readiness")).isEqualTo(200);
    assertThat(pipeline.probe("/actuator/prometheus")).isEqualTo(404);
    assertThat(pipeline.probe("/actuator/metrics")).isEqualTo(404);
  }

  private static void assertThatIsThere(String expression) {
    PromQl names = PromQl.read(expression);
    Set<String> labels = new HashSet<>(OF_ALL);
    assertThat(names.metrics()).as(expression).isNotEmpty();
    for (String metric : names.metrics()) {
      assertThat(exported.labels()).as(expression).containsKey(metric);
      labels.addAll(exported.labels().get(metric));
    }
    assertThat(labels).as(expression).containsAll(names.labels());
  }

  private static void collect(JsonNode node, List<String> expressions) {
    if (node.isObject() && node.has("expr")) {
      expressions.add(node.get("expr").asString());
    }
    node.forEach(child -> collect(child, expressions));
  }

  @SuppressWarnings("unchecked")
  private static List<Alert> alerts() {
    YamlMapFactoryBean yaml = new YamlMapFactoryBean();
    yaml.setResources(new FileSystemResource(ALERTS));
    List<Alert> alerts = new ArrayList<>();
    for (Object group : (List<Object>) yaml.getObject().get("groups")) {
      for (Object each : (List<Object>) ((Map<String, Object>) group).get("rules")) {
        Map<String, Object> rule = (Map<String, Object>) each;
        alerts.add(new Alert((String) rule.get("alert"), (String) rule.get("expr"), rule));
      }
    }
    return alerts;
  }

  private static Stream<Row> page() {
    try {
      return Files.readString(PAGE)
          .lines()
          .map(ROW::matcher)
          .filter(Matcher::matches)
          .map(
              row ->
                  new Row(
                      row.group(1),
                      row.group(2) != null,
                      CODE.matcher(row.group(3))
                          .results()
                          .map(label -> label.group(1))
                          .collect(Collectors.toCollection(TreeSet::new))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> missing(Stream<Row> rows) {
    return rows.map(Row::name).filter(name -> !exported.families().contains(name));
  }

  /** Those that are the metric's own. */
  private static Set<String> labelsOf(String family) {
    Set<String> labels = new TreeSet<>();
    exported
        .labels()
        .forEach(
            (series, names) -> {
              if (series.equals(family)
                  || Stream.of("_count", "_sum", "_bucket", "_max")
                      .anyMatch(end -> series.equals(family + end))) {
                labels.addAll(names);
              }
            });
    labels.removeAll(OF_ALL);
    return labels;
  }

  /** Whether a metric is one of the sources', by its whole name or by the end of it. */
  private static boolean isNamed(String name, String sources) {
    String[] words = name.replaceFirst("_total$|_seconds$", "").split("_");
    return Stream.iterate(0, from -> from < words.length, from -> from + 1)
        .map(from -> String.join("[.-]", List.of(words).subList(from, words.length)))
        .anyMatch(end -> Pattern.compile("\"" + end + "\"").matcher(sources).find());
  }

  private static String sources() throws IOException {
    Map<Path, String> all = new HashMap<>();
    try (Stream<Path> files = Files.walk(Path.of("../otp-processor/src/main/java"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        all.put(file, Files.readString(file));
      }
    }
    return String.join("\n", all.values());
  }
}
