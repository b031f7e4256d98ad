package dev.sandi.dispatcher.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.dispatcher.delivery.DeliveryFilter;
import dev.sandi.dispatcher.delivery.DeliveryState;
import dev.sandi.dispatcher.inspect.FindDeliveries.Found;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.AppId;
import dev.sandi.value.SessionId;
import dev.sandi.value.UuidV7;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Random filters on random rows of several days, against a list that is simply gone through. */
@RequiresInfrastructure
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FindDeliveriesTest {

  private static final int ROWS = 400;
  private static final int FILTERS = 150;
  private static final int MOST_PAGES = 1_000;
  private static final List<String> APPS = List.of("shop", "bank", "taxi");
  private static final List<String> HOSTS = List.of("one.example", "two.example", "three.example");

  private final Random random = new Random(6);
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final List<Row> rows = new ArrayList<>();
  private Dispatcher dispatcher;

  private record Row(
      UUID id, String app, String host, SessionId session, String type, DeliveryState state) {}

  @BeforeAll
  void start() {
    dispatcher = Dispatcher.start(Clock.systemUTC(), Map.of());
    for (int i = 0; i < ROWS; i++) {
      add();
    }
  }

  @AfterAll
  void stop() {
    dispatcher.close();
  }

  @Test
  void findsAllThatIsMeantAndNothingElseNewestFirst() {
    assertFindsTheSame(new FindDeliveries(dispatcher.jdbc()), true);
  }

  @Test
  void losesNothingWhereOnlyAFewRowsAreLookedAtForAPage() {
    assertFindsTheSame(new FindDeliveries(dispatcher.jdbc(), 7, 3), false);
    assertFindsTheSame(new FindDeliveries(dispatcher.jdbc(), 7, 100_000), false);
    assertFindsTheSame(new FindDeliveries(dispatcher.jdbc(), 100_000, 3), false);
  }

  private void assertFindsTheSame(FindDeliveries find, boolean full) {
    for (int i = 0; i < FILTERS; i++) {
      // Given
      DeliveryFilter filter = filter();
      int limit = 1 + random.nextInt(40);

      // When
      List<UUID> found = new ArrayList<>();
      UUID before = null;
      int pages = 0;
      do {
        Found page = find.find(filter, before, limit);
        assertThat(page.ids()).hasSizeLessThanOrEqualTo(limit);
        if (full && page.next() != null) {
          assertThat(page.ids()).hasSize(limit);
        }
        found.addAll(page.ids());
        before = page.next();
      } while (before != null && ++pages < MOST_PAGES);

      // Then
      assertThat(found)
          .as("%s by %d", filter, limit)
          .isEqualTo(
              rows.stream()
                  .filter(row -> isMeant(row, filter))
                  .map(Row::id)
                  .sorted(Comparator.reverseOrder())
                  .toList());
    }
  }

  private static boolean isMeant(Row row, DeliveryFilter filter) {
    Instant at = UuidV7.instantOf(row.id());
    return (filter.app() == null || filter.app().value().equals(row.app()))
        && (filter.session() == null || filter.session().equals(row.session()))
        && (filter.type() == null || filter.type().equals(row.type()))
        && (filter.state() == null || filter.state() == row.state())
        && (filter.host() == null || filter.host().equals(row.host()))
        && (filter.from() == null || !at.isBefore(filter.from()))
        && (filter.to() == null || at.isBefore(filter.to()));
  }

  private DeliveryFilter filter() {
    Instant from = random.nextInt(3) == 0 ? past() : null;
    Instant to = random.nextInt(3) == 0 ? past() : null;
    boolean swapped = from != null && to != null && !from.isBefore(to);
    return new DeliveryFilter(
        random.nextBoolean() ? new AppId(any(APPS)) : null,
        random.nextInt(6) == 0 ? rows.get(random.nextInt(ROWS)).session() : null,
        random.nextInt(3) == 0 ? any(DeliveryFilter.TYPES) : null,
        random.nextBoolean() ? any(List.of(DeliveryState.values())) : null,
        random.nextInt(3) == 0 ? any(HOSTS) : null,
        swapped ? null : from,
        to);
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private Instant past() {
    return now.minus(Duration.ofMinutes(random.nextInt(5 * 24 * 60)));
  }

  private void add() {
    Instant at = past();
    SessionId session =
        rows.isEmpty() || random.nextBoolean()
            ? SessionId.at(at)
            : rows.get(random.nextInt(rows.size())).session();
    // No event is older than its session.
    Instant happened = at.isBefore(session.startedAt()) ? session.startedAt() : at;
    Row row =
        new Row(
            UuidV7.at(happened),
            any(APPS),
            any(HOSTS),
            session,
            any(DeliveryFilter.TYPES),
            any(List.of(DeliveryState.values())));
    rows.add(row);
    store(row, "https://" + row.host() + ":" + (random.nextBoolean() ? 443 : 8443));
  }

  private void store(Row row, String origin) {
    dispatcher
        .jdbc()
        .update(
            """
            with endpoint as (
              insert into endpoints (app_id, origin, created_at) values (?, ?, now())
              on conflict (app_id, origin) do update set origin = excluded.origin returning id
            )
            insert into deliveries (event_id, endpoint_id, app_id, session_id, type, url, body,
                                    traceparent, state, next_attempt_at, created_at)
            select ?, id, ?, ?, ?, ?, '', '', ?, now() + interval '1 day', now() from endpoint
            """,
            row.app(),
            origin,
            row.id(),
            row.app(),
            row.session().value(),
            row.type(),
            origin + "/",
            row.state().slug());
  }
}
