package dev.sandi.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.dispatcher.delivery.Lanes.Room;
import dev.sandi.dispatcher.endpoint.Endpoint;
import dev.sandi.dispatcher.endpoint.Endpoints;
import dev.sandi.dispatcher.http.Body;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.event.EventType;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.SettableClock;
import dev.sandi.value.AppId;
import dev.sandi.value.CallbackUrl;
import dev.sandi.value.SessionId;
import dev.sandi.value.TraceParent;
import dev.sandi.value.UuidV7;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/** Beside a running dispatcher, whose clock is hours behind: to its own loops nothing is due. */
@RequiresInfrastructure
class ScheduleFirstAttemptsTest {

  private static final AppId APP = new AppId("demo");
  private static final CallbackUrl URL = new CallbackUrl("https://example.com/");
  private static final Duration LEASE = Duration.ofMinutes(1);

  private static Dispatcher dispatcher;

  private final SettableClock clock = new SettableClock(Instant.now().plus(Duration.ofHours(2)));
  private final Lossy jdbc = new Lossy(Objects.requireNonNull(dispatcher.jdbc().getDataSource()));
  private final Lanes lanes = new Lanes(1000, 40, new Paces(4, 1000, System::nanoTime));
  private final ScheduleFirstAttempts scheduling =
      new ScheduleFirstAttempts(
          new Deliveries(jdbc),
          lanes,
          new Settlements(),
          dispatcher.service().bean(DispatchDueCallbacks.class),
          clock,
          LEASE);

  @BeforeAll
  static void start() {
    dispatcher = Dispatcher.start(Clock.systemUTC(), Map.of());
  }

  @AfterAll
  static void stop() {
    dispatcher.close();
  }

  @BeforeEach
  void nothingWaits() {
    dispatcher.jdbc().update("delete from deliveries");
  }

  @ParameterizedTest
  @CsvSource({"0", "5"})
  void givesBackWhatItAddedWithoutHearingOfItWhenThatComesAgain(int minutesLater) {
    // Given
    SessionId session = SessionId.at(Instant.now());
    NewDelivery sent = born(session);
    NewDelivery delivered = born(session);
    jdbc.losesReplies = true;
    assertThatThrownBy(() -> scheduling.schedule(List.of(sent)))
        .isInstanceOf(DataAccessResourceFailureException.class);
    jdbc.losesReplies = false;
    clock.advance(Duration.ofMinutes(minutesLater));

    // When: with what follows in its session
    scheduling.schedule(List.of(sent, delivered));

    // Then: it is not taken for one that a copy died with, and nothing overtakes it
    assertThat(lanes.held()).isZero();
    Claims claims = new Claims(dispatcher.jdbc(), Duration.ZERO);
    Room room = new Room(10, Map.of());
    Instant now = clock.instant();
    assertThat(claims.claim(0, 10, room, 10, now, Claim.at(now, LEASE)).claimed())
        .noneMatch(Delivery::takenOver)
        .extracting(Delivery::eventId)
        .containsExactly(sent.eventId(), delivered.eventId());
  }

  private static NewDelivery born(SessionId session) {
    Endpoint endpoint = Endpoint.of(APP, URL);
    Map<Endpoint, Long> ids = dispatcher.service().bean(Endpoints.class).idsOf(Set.of(endpoint));
    return new NewDelivery(
        UuidV7.at(Instant.now()),
        Objects.requireNonNull(ids.get(endpoint)),
        APP,
        session,
        EventType.OTP_SENT,
        URL,
        Body.of(new byte[0]),
        TraceParent.start());
  }

  /** A database whose connection may end between a commit and the word of it. */
  private static final class Lossy extends JdbcTemplate {

    private boolean losesReplies;

    private Lossy(DataSource dataSource) {
      super(dataSource);
    }

    @Override
    public void query(String sql, RowCallbackHandler rows, Object... arguments) {
      super.query(sql, rows, arguments);
      if (losesReplies) {
        throw new DataAccessResourceFailureException("the connection is lost");
      }
    }
  }
}
