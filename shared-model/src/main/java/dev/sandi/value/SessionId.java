package dev.sandi.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.UUID;

/** The id of one accepted request to send a code: a UUID of version 7. */
public record SessionId(@JsonValue UUID value) {

  public SessionId {
    if (value.version() != 7) {
      throw new InvalidValueException("session id should be a UUID of version 7");
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
    try {
      return new SessionId(UUID.fromString(text));
    } catch (InvalidValueException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException("session id should be a UUID of version 7");
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
