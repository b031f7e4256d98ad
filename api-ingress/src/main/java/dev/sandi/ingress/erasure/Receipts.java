package dev.sandi.ingress.erasure;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sandi.event.Topics;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Erasures as administrators see them. The number is not told: who asks has it. */
@Repository
class Receipts {

  private static final String READ =
      """
      select id, requested_at, rows, kept, topics, walked_at, finished_at from erasures
      """;

  private static final String ONE = READ + "where id = ?";

  private static final String PAGE =
      READ + "where ?::uuid is null or id < ?::uuid order by id desc limit ?";

  private static final String PARTS =
      "select service, rows, done_at from erasure_parts where erasure_id = ?";

  private static final String RUNNING = "running";
  private static final String DONE = "done";

  private final JdbcTemplate jdbc;

  Receipts(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What a service did.
   *
   * @param state {@code running} or {@code done}
   * @param rows by table, how many were deleted or changed
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Service(
      String service, String state, Map<String, Long> rows, @Nullable Instant finishedAt) {}

  /**
   * A topic that may have records with the number.
   *
   * @param goneBy when the broker will have deleted the last of them; null while that is not known,
   *     and for ever if {@code until} says so
   * @param until what ends it otherwise
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Topic(String topic, @Nullable Instant goneBy, @Nullable String until) {}

  /**
   * A receipt.
   *
   * @param state {@code running} or {@code done}
   * @param kept what stays on purpose, and how often
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Receipt(
      UUID id,
      String state,
      Instant requestedAt,
      @Nullable Instant finishedAt,
      List<Service> services,
      Map<String, Long> kept,
      List<Topic> topics) {}

  Optional<Receipt> find(UUID id) {
    return jdbc.query(ONE, (row, number) -> receipt(row), id).stream().findFirst();
  }

  /** Those before {@code before}, or the newest ones. */
  List<Receipt> page(@Nullable UUID before, int limit) {
    return jdbc.query(PAGE, (row, number) -> receipt(row), before, before, limit);
  }

  private Receipt receipt(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    Instant walked = time(row, "walked_at");
    Instant finished = time(row, "finished_at");
    List<Service> services = new ArrayList<>();
    services.add(
        new Service(
            "api-ingress",
            walked == null ? RUNNING : DONE,
            StoredMaps.counts(row.getString("rows")),
            walked));
    services.addAll(others(id, walked));
    return new Receipt(
        id,
        finished == null ? RUNNING : DONE,
        row.getObject("requested_at", OffsetDateTime.class).toInstant(),
        finished,
        services,
        StoredMaps.counts(row.getString("kept")),
        topics(StoredMaps.read(row.getString("topics")), finished));
  }

  /** Before the ingress is done, there may be more for them to do. */
  private List<Service> others(UUID id, @Nullable Instant walked) {
    record Part(String service, Map<String, Long> rows, @Nullable Instant doneAt) {}
    List<Part> parts =
        jdbc.query(
            PARTS,
            (row, number) ->
                new Part(
                    row.getString("service"),
                    StoredMaps.counts(row.getString("rows")),
                    time(row, "done_at")),
            id);
    List<Service> services = new ArrayList<>();
    for (String service : WalkErasures.OTHERS) {
      Map<String, Long> rows = new TreeMap<>();
      Instant last = walked;
      boolean done = walked != null;
      for (Part part : parts) {
        if (part.service().equals(service)) {
          part.rows().forEach((table, count) -> rows.merge(table, count, Long::sum));
          done &= part.doneAt() != null;
          last = later(last, part.doneAt());
        }
      }
      services.add(new Service(service, done ? DONE : RUNNING, rows, done ? last : null));
    }
    return services;
  }

  private static List<Topic> topics(
      Map<String, @Nullable Long> longest, @Nullable Instant finished) {
    List<Topic> topics = new ArrayList<>();
    new TreeMap<String, @Nullable Long>(longest)
        .forEach(
            (topic, millis) ->
                topics.add(
                    new Topic(
                        topic,
                        finished == null || millis == null ? null : finished.plusMillis(millis),
                        millis == null ? "for ever: the topic has no retention" : null)));
    topics.add(
        new Topic(
            Topics.BLOCKLIST,
            null,
            "for ever, if the number was ever blocked: the topic keeps the newest record of each"));
    return topics;
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isAfter(other) ? one : other;
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
