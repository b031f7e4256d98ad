package dev.sandi.dispatcher.delivery;

import dev.sandi.event.EventType;
import dev.sandi.event.Topics;
import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.SessionId;
import dev.sandi.value.UuidV7;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which deliveries are meant by a list or a replay. What is null leaves nothing out.
 *
 * <p>Times are those of the events, to the millisecond, which their ids carry: so they choose the
 * days that are looked at, and are in the order in which deliveries are gone through.
 *
 * @param type as customers see it, such as {@code otp.sent}
 * @param host of the callback URL, in lower case, whatever its scheme and port; an IPv6 address in
 *     brackets
 * @param from the first moment
 * @param to the first moment that is too late
 */
public record DeliveryFilter(
    @Nullable AppId app,
    @Nullable SessionId session,
    @Nullable String type,
    @Nullable DeliveryState state,
    @Nullable String host,
    @Nullable Instant from,
    @Nullable Instant to) {

  private static final Pattern HOST = Pattern.compile("[a-z0-9._-]{1,253}|\\[[0-9a-z:.%]{2,64}]");

  /** The types that are told to customers. */
  public static final List<String> TYPES =
      Arrays.stream(EventType.values())
          .filter(type -> type.topic().equals(Topics.OTP_LIFECYCLE))
          .map(EventType::publicName)
          .toList();

  /** Ids are compared as Postgres does, which the JDK does up to here. */
  private static final Instant LAST = Instant.ofEpochMilli((1L << 47) - 1);

  private static final UUID NO_END = UuidV7.lowerBound(LAST);

  /** All deliveries. */
  public static final DeliveryFilter ALL =
      new DeliveryFilter(null, null, null, null, null, null, null);

  public DeliveryFilter {
    host = host == null ? null : host.toLowerCase(Locale.ROOT);
    check(
        type == null || TYPES.contains(type), "type should be one of " + String.join(", ", TYPES));
    check(host == null || HOST.matcher(host).matches(), "host should be a name or an address");
    check(inRange(from), "from should be a time since 1970");
    check(inRange(to), "to should be a time since 1970");
    check(from == null || to == null || from.isBefore(to), "from should be before to");
  }

  private static boolean inRange(@Nullable Instant time) {
    return time == null || (!time.isBefore(Instant.EPOCH) && !time.isAfter(LAST));
  }

  private static void check(boolean holds, String rule) {
    if (!holds) {
      throw new InvalidValueException(rule);
    }
  }

  /**
   * A condition on rows of {@code deliveries}, and what its question marks stand for.
   *
   * @param sql never empty
   */
  public record Condition(String sql, List<Object> arguments) {

    public Condition {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * What a row has to be. A state stands there as a literal, so that the indexes of a state can be
   * used: {@code deliveries (event_id)} for what is exhausted, {@code (endpoint_id, state, type,
   * event_id)} for what has ended, {@code (session_id)} for a session. What goes through many rows
   * should do so in the order of {@code event_id}, a bounded number at a time, and go on after the
   * last one: each is then looked at once.
   */
  public Condition condition() {
    List<String> all = new ArrayList<>();
    List<Object> arguments = new ArrayList<>();
    all.add("event_id >= ?");
    arguments.add(firstId());
    if (to != null) {
      all.add("event_id < ?");
      arguments.add(end(null));
    }
    if (session != null) {
      all.add("session_id = ?");
      arguments.add(session.value());
    }
    if (app != null || host != null) {
      Condition endpoints = endpoints();
      all.add("endpoint_id = any (array(select id from endpoints where " + endpoints.sql() + "))");
      arguments.addAll(endpoints.arguments());
    }
    if (state != null) {
      all.add("state = '" + state.slug() + "'");
    }
    if (type != null) {
      all.add("type = ?");
      arguments.add(type);
    }
    return new Condition(String.join(" and ", all), arguments);
  }

  /** What a row of {@code endpoints} has to be. */
  public Condition endpoints() {
    List<String> all = new ArrayList<>();
    List<Object> arguments = new ArrayList<>();
    if (app != null) {
      all.add("app_id = ?");
      arguments.add(app.value());
    }
    if (host != null) {
      all.add("host = ?");
      arguments.add(host);
    }
    return new Condition(all.isEmpty() ? "true" : String.join(" and ", all), arguments);
  }

  /** The smallest id that what is meant may have: no event is older than its session. */
  public UUID firstId() {
    Instant since = from == null ? Instant.EPOCH : from;
    Instant sessionSince =
        session == null ? Instant.EPOCH : session.startedAt().minus(Deliveries.CLOCKS_DIFFER);
    return UuidV7.lowerBound(since.isAfter(sessionSince) ? since : sessionSince);
  }

  /** The smallest id that is too late: that of {@code to}, or {@code before} if it is smaller. */
  public UUID end(@Nullable UUID before) {
    UUID end = to == null ? NO_END : UuidV7.lowerBound(to);
    return before == null || end.compareTo(before) < 0 ? end : before;
  }
}
