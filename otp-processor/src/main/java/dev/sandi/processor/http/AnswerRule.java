package dev.sandi.processor.http;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What some answers mean.
 *
 * @param status which statuses; all of them, if absent
 * @param when what must hold, too
 * @param messageId where the ids of an accepted message stand; if absent, the id is that of the
 *     session, which the request should then have given the provider
 * @param reason of a refusal, a slug
 * @param detail the provider's own code or words
 * @param elsewhere whether another gateway may take what is refused
 * @param pause for how long nothing is sent after this, if the answer has no {@code Retry-After}:
 *     what is unavailable with a pause is throttled
 */
record AnswerRule(
    StatusSet status,
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<Condition> when,
    Result result,
    @Nullable ValueSource messageId,
    String reason,
    @Nullable ValueSource detail,
    Boolean elsewhere,
    @Nullable Duration pause) {

  /** What became of the message. */
  enum Result {
    @JsonProperty("accepted")
    ACCEPTED,
    @JsonProperty("refused")
    REFUSED,
    @JsonProperty("unavailable")
    UNAVAILABLE,
    /** It was not taken because there are too many at a time, which is no fault of the provider. */
    @JsonProperty("throttled")
    THROTTLED,
    @JsonProperty("ambiguous")
    AMBIGUOUS
  }

  private static final Pattern SLUG = Pattern.compile("[a-z][a-z0-9_]{0,63}");

  AnswerRule {
    Rules.require(result != null, "result is required");
    status = status == null ? StatusSet.all() : status;
    when = when == null ? List.of() : List.copyOf(when);
    reason = reason == null ? "refused" : reason;
    elsewhere = elsewhere == null || elsewhere;
    Rules.require(SLUG.matcher(reason).matches(), "reason should be a slug such as invalid_number");
    Rules.require(
        messageId == null || result == Result.ACCEPTED,
        "message_id belongs to a result of accepted");
    Rules.require(
        pause == null || result == Result.UNAVAILABLE || result == Result.THROTTLED,
        "pause belongs to a result of throttled or unavailable");
    if (pause != null) {
      Rules.between("pause", pause, Duration.ofMillis(1), Duration.ofMinutes(5));
    }
  }

  /** Whether what it matches asks for less at a time, rather than being unable to take anything. */
  boolean isThrottling(int status) {
    return result == Result.THROTTLED
        || (result == Result.UNAVAILABLE && (pause != null || status == 429));
  }

  boolean matches(Answer answer) {
    return status.contains(answer.status())
        && when.stream().allMatch(condition -> condition.holds(answer));
  }
}
