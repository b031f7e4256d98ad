package dev.sandi.ingress.verify;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.sandi.value.SessionId;
import org.jspecify.annotations.Nullable;

/** What the processor says of a guess. */
@JsonTypeInfo(
    use = JsonTypeInfo.Id.NAME,
    property = "outcome",
    defaultImpl = Verdict.Undecided.class)
@JsonSubTypes({
  @JsonSubTypes.Type(value = Verdict.Verified.class, name = "verified"),
  @JsonSubTypes.Type(value = Verdict.NotFound.class, name = "not_found"),
  @JsonSubTypes.Type(value = Verdict.Expired.class, name = "expired"),
  @JsonSubTypes.Type(value = Verdict.Locked.class, name = "locked")
})
sealed interface Verdict {

  /** It is right, and was never used before. */
  record Verified(@Nullable SessionId sessionId) implements Verdict {}

  /**
   * It is wrong, or no code is live.
   *
   * @param expiresIn whole seconds that the live code still has; null if none is live
   */
  record NotFound(@Nullable Integer attemptsLeft, @Nullable Long expiresIn) implements Verdict {}

  /** Its time is over. */
  record Expired() implements Verdict {}

  /**
   * The budget of guesses is used up.
   *
   * @param retryAfter in seconds
   */
  record Locked(@Nullable Long retryAfter) implements Verdict {}

  /** It could not be looked at, or the processor says what is not known here. */
  record Undecided() implements Verdict {}
}
