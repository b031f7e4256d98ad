package dev.sandi.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.UUID;

/** The id of one accepted request to send a code: a UUID of version 7. */
public record SessionId(@JsonValue UUID value) {

  private static final String RULE = "session id should be a UUID of version 7";

  public SessionId {
    if (value.version() != 7 || value.variant() != 2) {
      throw new InvalidValueException(RULE);
    }
  }

  /** A new id of a session that begins at {@code instant}. */
  public static SessionId at(Instant instant) {
    return new SessionId(UuidV7.at(instant));
  }

  /**
   * Reads a session id.
   *
   * @throws InvalidValueException if {@code text} is not a UUID of version 7
   */
  @JsonCreator
  public static SessionId of(String text) {
    UUID value = parse(text);
    // The JDK also reads shortened and signed groups; an id has one notation, in either case.
    if (!value.toString().equalsIgnoreCase(text)) {
      throw new InvalidValueException(RULE);
    }
    return new SessionId(value);
  }

  private static UUID parse(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException(RULE);
    }
  }

  /** When the session began. */
  public Instant startedAt() {
    return UuidV7.instantOf(value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
