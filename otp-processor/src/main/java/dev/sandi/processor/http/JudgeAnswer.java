package dev.sandi.processor.http;

import dev.sandi.processor.gateway.Sms;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.processor.gateway.SubmitResult.Accepted;
import dev.sandi.processor.gateway.SubmitResult.Ambiguous;
import dev.sandi.processor.gateway.SubmitResult.Refused;
import dev.sandi.processor.gateway.SubmitResult.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what an answer means: the first rule that matches, or what its status says by itself.
 *
 * <p>A status proves that nothing was taken only if it is given before a message is looked at: by
 * who asks (401, 403, 407), for what (404, 405, 411, 415), and when (408, 425, 429). 400 and 422
 * are about the message. 500, 502 and 504 are given by servers that failed in the middle, and 503
 * by proxies who lost the server after they had passed the request on, unless it comes with the
 * {@code Retry-After} that only somebody sends who has decided not to serve.
 */
final class JudgeAnswer {

  private static final Set<Integer> NEVER_LOOKED_AT =
      Set.of(401, 402, 403, 404, 405, 406, 407, 408, 411, 415, 421, 425, 426, 501, 505);

  private static final int MOST_IDS = 32;
  private static final int LONGEST_ID = 255;

  private final HttpSettings settings;

  JudgeAnswer(HttpSettings settings) {
    this.settings = settings;
  }

  /**
   * What an answer means.
   *
   * @param pause for how long nothing should be sent; absent if it says nothing of that
   */
  record Judgement(SubmitResult result, @Nullable Duration pause) {

    static Judgement of(SubmitResult result) {
      return new Judgement(result, null);
    }
  }

  Judgement judge(Answer answer, Sms sms, Instant now) {
    for (AnswerRule rule : settings.answers()) {
      if (rule.matches(answer)) {
        return byRule(rule, answer, sms, now);
      }
    }
    return byStatus(answer, now);
  }

  private Judgement byRule(AnswerRule rule, Answer answer, Sms sms, Instant now) {
    String detail = detail(rule, answer, sms);
    return switch (rule.result()) {
      case ACCEPTED -> Judgement.of(accepted(rule, answer, sms));
      case REFUSED -> Judgement.of(new Refused(rule.reason(), detail, rule.elsewhere()));
      case AMBIGUOUS -> Judgement.of(new Ambiguous(detail));
      case UNAVAILABLE, THROTTLED -> notNow(rule, answer, detail, now);
    };
  }

  private Judgement notNow(AnswerRule rule, Answer answer, String detail, Instant now) {
    boolean throttled = rule.isThrottling(answer.status());
    Duration usual = throttled ? settings.pause() : null;
    Duration otherwise = rule.pause() == null ? usual : rule.pause();
    return new Judgement(new Unavailable(detail, throttled), pause(answer, otherwise, now));
  }

  /** Without its id nobody can tell what became of a message, nor that this was the provider. */
  private static SubmitResult accepted(AnswerRule rule, Answer answer, Sms sms) {
    if (rule.messageId() == null) {
      return new Accepted(sms.session().toString());
    }
    List<String> ids = rule.messageId().in(answer).stream().distinct().toList();
    boolean usable =
        !ids.isEmpty()
            && ids.size() <= MOST_IDS
            && ids.stream().allMatch(id -> Rules.printable(id, LONGEST_ID));
    return usable
        ? new Accepted(ids)
        : new Ambiguous("answered %d without a message id".formatted(answer.status()));
  }

  private static String detail(AnswerRule rule, Answer answer, Sms sms) {
    String status = "answered " + answer.status();
    if (rule.detail() == null) {
      return status;
    }
    String words = Details.clean(String.join(" ", rule.detail().in(answer)), sms);
    return words.isEmpty() ? status : words;
  }

  private Judgement byStatus(Answer answer, Instant now) {
    int status = answer.status();
    String detail = "answered " + status;
    if (status == 429) {
      return new Judgement(new Unavailable(detail, true), pause(answer, settings.pause(), now));
    }
    Duration asked = pause(answer, null, now);
    if (NEVER_LOOKED_AT.contains(status) || (status == 503 && asked != null)) {
      return new Judgement(new Unavailable(detail), asked);
    }
    if (status >= 500) {
      return switch (settings.serverErrors()) {
        case AMBIGUOUS -> new Judgement(new Ambiguous(detail), asked);
        case UNAVAILABLE -> new Judgement(new Unavailable(detail), asked);
      };
    }
    if (status >= 400) {
      return Judgement.of(new Refused("http_" + status, detail, true));
    }
    // A redirect says that another should be asked, but for 303, which may follow what was done.
    return Judgement.of(
        status >= 300 && status != 303
            ? new Unavailable(detail)
            : new Ambiguous(detail + ", and no rule says what that means"));
  }

  private static @Nullable Duration pause(
      Answer answer, @Nullable Duration otherwise, Instant now) {
    return answer
        .header("retry-after")
        .flatMap(value -> RetryAfter.read(value, now))
        .orElse(otherwise);
  }
}
