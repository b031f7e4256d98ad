package dev.sandi.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.dispatcher.delivery.DeliveryFilter.Condition;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.SessionId;
import dev.sandi.value.UuidV7;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@RequiresInfrastructure
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryFilterTest {

  private static final AppId SHOP = new AppId("shop");
  private static final AppId BANK = new AppId("bank");

  private final Instant noon = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final SessionId first = SessionId.at(noon);
  private final SessionId second = SessionId.at(noon);

  private Dispatcher dispatcher;

  /** Rows: app, origin, session, type, state, seconds after noon. */
  @BeforeAll
  void start() {
    dispatcher = Dispatcher.start(Clock.systemUTC(), Map.of());
    row(SHOP, "https://shop.example:443", first, "otp.sent", "delivered", 1);
    row(SHOP, "https://shop.example:443", first, "otp.delivered", "exhausted", 2);
    row(SHOP, "http://shop.example:8080", second, "otp.sent", "pending", 3);
    row(BANK, "https://[2001:db8::1]:443", second, "otp.verified", "exhausted", 4);
  }

  @AfterAll
  void stop() {
    dispatcher.close();
  }

  @Test
  void leavesNothingOutThatIsNotNamed() {
    assertThat(found(DeliveryFilter.ALL)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void findsByEachOfItsParts() {
    assertThat(found(filter(SHOP, null, null, null, null, null, null))).containsExactly(1, 2, 3);
    assertThat(found(filter(null, second, null, null, null, null, null))).containsExactly(3, 4);
    assertThat(found(filter(null, null, "otp.sent", null, null, null, null))).containsExactly(1, 3);
    assertThat(found(filter(null, null, null, DeliveryState.EXHAUSTED, null, null, null)))
        .containsExactly(2, 4);
    assertThat(found(filter(null, null, null, null, "Shop.Example", null, null)))
        .containsExactly(1, 2, 3);
    assertThat(found(filter(null, null, null, null, "[2001:db8::1]", null, null)))
        .containsExactly(4);
    assertThat(found(filter(null, null, null, null, null, at(2), at(4)))).containsExactly(2, 3);
  }

  @Test
  void findsWhatIsAllOfItsParts() {
    assertThat(
            found(
                filter(
                    SHOP,
                    first,
                    "otp.delivered",
                    DeliveryState.EXHAUSTED,
                    "shop.example",
                    at(1),
                    at(5))))
        .containsExactly(2);
    assertThat(found(filter(BANK, null, null, null, "shop.example", null, null))).isEmpty();
    assertThat(found(filter(SHOP, first, null, DeliveryState.PENDING, null, null, null))).isEmpty();
  }

  @Test
  void findsEventsThatCarryAnEarlierTimeThanTheirSession() {
    // Given
    SessionId ahead = SessionId.at(at(60));
    row(SHOP, "https://shop.example:443", ahead, "otp.sent", "pending", 30);

    // Then
    assertThat(found(filter(null, ahead, null, null, null, null, null))).containsExactly(30);
  }

  @Test
  void refusesWhatCannotBeMeant() {
    assertRefused("type should be one of otp.sent, ", null, "otp.requested", null, null, null);
    assertRefused("host should be a name or an address", null, null, "a/b", null, null);
    assertRefused("host should be a name or an address", null, null, "", null, null);
    assertRefused("from should be before to", null, null, null, at(1), at(1));
    assertRefused("from should be a time", null, null, null, Instant.MIN, null);
    assertRefused("to should be a time", null, null, null, null, Instant.MAX);
    assertThatThrownBy(() -> DeliveryState.of("lost"))
        .hasMessage("state should be one of pending, delivered, exhausted");
  }

  private void assertRefused(
      String message,
      @Nullable AppId app,
      @Nullable String type,
      @Nullable String host,
      @Nullable Instant from,
      @Nullable Instant to) {
    assertThatThrownBy(() -> filter(app, null, type, null, host, from, to))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith(message);
  }

  private static DeliveryFilter filter(
      @Nullable AppId app,
      @Nullable SessionId session,
      @Nullable String type,
      @Nullable DeliveryState state,
      @Nullable String host,
      @Nullable Instant from,
      @Nullable Instant to) {
    return new DeliveryFilter(app, session, type, state, host, from, to);
  }

  private Instant at(int seconds) {
    return noon.plusSeconds(seconds);
  }

  /** The seconds of what is found, in its order. */
  private List<Integer> found(DeliveryFilter filter) {
    Condition condition = filter.condition();
    return dispatcher
        .jdbc()
        .queryForList(
            "select event_id from deliveries where " + condition.sql() + " order by event_id",
            UUID.class,
            condition.arguments().toArray())
        .stream()
        .map(id -> (int) Duration.between(noon, UuidV7.instantOf(id)).toSeconds())
        .filter(after -> filter.session() != null || after < 10)
        .toList();
  }

  private void row(
      AppId app, String origin, SessionId session, String type, String state, int after) {
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
            app.value(),
            origin,
            UuidV7.at(at(after)),
            app.value(),
            session.value(),
            type,
            origin + "/",
            state);
  }
}
