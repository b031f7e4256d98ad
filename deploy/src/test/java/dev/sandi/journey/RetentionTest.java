package dev.sandi.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.local.SandiDatabase;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code docs/retention.md} speaks of each table and topic that there is, and of no other. */
@RequiresInfrastructure
class RetentionTest {

  private static final Path PAGE = Path.of("docs/retention.md");
  private static final Pattern TABLE =
      Pattern.compile("\\| `((?:ingress|processor|dispatcher)\\.\\w+)` \\|.*");
  private static final Pattern TOPIC = Pattern.compile("\\| `([a-z.]+\\.v1(?:-dlt)?)` \\|.*");

  private static final String TABLES =
      """
      select n.nspname || '.' || c.relname as name, c.relkind = 'p' as partitioned
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any (?) and c.relkind in ('r', 'p') and not c.relispartition
      """;

  /** Names by which a number is kept in clear. */
  private static final String WITH_NUMBERS =
      """
      select distinct table_schema || '.' || table_name from information_schema.columns
      where table_schema = any (?) and column_name in ('msisdn', 'number', 'digits')
        and data_type in ('text', 'bigint') and table_name !~ '_[0-9]{8}$'
      """;

  private static Pipeline pipeline;

  @BeforeAll
  static void start() {
    pipeline = Pipeline.start(Infrastructure.shared());
  }

  @AfterAll
  static void stop() {
    pipeline.close();
  }

  @Test
  void eachTableHasARowAndEachRowATable() throws SQLException, IOException {
    assertThat(rows(TABLE).keySet()).isEqualTo(tables().keySet());
  }

  @Test
  void whatIsDroppedByTheDayIsWhatIsPartitioned() throws SQLException, IOException {
    // When
    Map<String, List<String>> rows = rows(TABLE);

    // Then
    Set<String> byTheDay =
        rows.entrySet().stream()
            .filter(row -> row.getValue().get(4).equals("by the day"))
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> partitioned =
        tables().entrySet().stream()
            .filter(Map.Entry::getValue)
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(byTheDay).isEqualTo(partitioned);
  }

  @Test
  void aTableWithAColumnForNumbersSaysThatItHasThem() throws SQLException, IOException {
    // When
    Map<String, List<String>> rows = rows(TABLE);

    // Then
    assertThat(names(WITH_NUMBERS))
        .isNotEmpty()
        .allSatisfy(table -> assertThat(rows.get(table).get(2)).as(table).startsWith("clear"));
  }

  @Test
  void eachRowSaysHowLongAndByWhom() throws IOException {
    assertThat(rows(TABLE))
        .allSatisfy(
            (table, cells) -> {
              assertThat(cells).as(table).hasSize(7);
              assertThat(List.of(cells.get(1), cells.get(3), cells.get(6)))
                  .as(table)
                  .noneMatch(String::isBlank);
            });
  }

  @Test
  void eachTopicHasARowWithItsRetention() throws Exception {
    // Given
    Map<String, String> page = new TreeMap<>();
    rows(TOPIC).forEach((topic, cells) -> page.put(topic, cells.get(3)));

    // When
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(topics().keySet()).containsAll(page.keySet()));

    // Then
    assertThat(topics()).isEqualTo(page);
  }

  private static Map<String, List<String>> rows(Pattern pattern) throws IOException {
    Map<String, List<String>> rows = new TreeMap<>();
    for (String line : Files.readAllLines(PAGE)) {
      var match = pattern.matcher(line);
      if (match.matches()) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.substring(1, line.length() - 1).split("\\|", -1)) {
          cells.add(cell.strip());
        }
        assertThat(rows.put(match.group(1), cells)).as("twice: " + match.group(1)).isNull();
      }
    }
    return rows;
  }

  private static Map<String, Boolean> tables() throws SQLException {
    try (Connection connection = Infrastructure.shared().database().superuser();
        PreparedStatement statement = connection.prepareStatement(TABLES)) {
      statement.setArray(1, connection.createArrayOf("text", SandiDatabase.SCHEMAS.toArray()));
      Map<String, Boolean> tables = new TreeMap<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          tables.put(rows.getString("name"), rows.getBoolean("partitioned"));
        }
      }
      return tables;
    }
  }

  private static List<String> names(String sql) throws SQLException {
    try (Connection connection = Infrastructure.shared().database().superuser();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("text", SandiDatabase.SCHEMAS.toArray()));
      List<String> names = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
      return names;
    }
  }

  /** By name: in days, or that a topic keeps the newest record of each key. */
  private static Map<String, String> topics() throws ExecutionException, InterruptedException {
    try (Admin admin =
        Admin.create(
            Map.of("bootstrap.servers", Infrastructure.shared().broker().bootstrapServers()))) {
      List<ConfigResource> asked =
          admin.listTopics().names().get().stream()
              .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
              .toList();
      Map<String, String> topics = new LinkedHashMap<>();
      admin
          .describeConfigs(asked)
          .all()
          .get()
          .forEach((topic, config) -> topics.put(topic.name(), kept(config)));
      return new TreeMap<>(topics);
    }
  }

  private static String kept(Config config) {
    return config.get("cleanup.policy").value().equals("compact")
        ? "for ever"
        : Duration.ofMillis(Long.parseLong(config.get("retention.ms").value())).toDays() + " days";
  }
}
