package dev.sandi.processor.verify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sandi.crypto.CodeHasher;
import dev.sandi.processor.code.ChallengeKey;
import dev.sandi.processor.verify.Guesses.Guess;
import dev.sandi.value.AppId;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.OtpCode;
import dev.sandi.value.PhoneNumber;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Verification for the ingress, which asks about all guesses of a moment at once: every verdict is
 * part of a 200, in the order of the guesses.
 */
@RestController
class VerifyController {

  static final String PATH = "/internal/v1/verify";

  private final InternalToken token;
  private final VerifyCodes verify;
  private final CodeHasher hasher;

  VerifyController(InternalToken token, VerifyCodes verify, CodeHasher hasher) {
    this.token = token;
    this.verify = verify;
    this.hasher = hasher;
  }

  record Questions(List<Question> guesses) {}

  /**
   * A guess. {@link #toString()} hides it.
   *
   * @param simulated whether the code was sent in the sandbox or to a test number; absent if not
   */
  record Question(
      @JsonProperty("app_id") AppId appId,
      PhoneNumber msisdn,
      ChallengeName challenge,
      @Nullable Boolean simulated,
      String otp) {

    Guess hashed(CodeHasher hasher) {
      ChallengeKey key = new ChallengeKey(appId, msisdn, challenge, Boolean.TRUE.equals(simulated));
      return new Guess(key, hasher.candidates(OtpCode.of(otp).reveal(), key.context()));
    }

    @Override
    public String toString() {
      return "Question[" + appId + ", " + msisdn + "]";
    }
  }

  record Answers(List<Answer> verdicts) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Answer(
      String outcome,
      @JsonProperty("attempts_left") @Nullable Integer attemptsLeft,
      @JsonProperty("expires_in") @Nullable Long expiresIn,
      @JsonProperty("retry_after") @Nullable Long retryAfter,
      @JsonProperty("session_id") @Nullable UUID sessionId) {

    static Answer of(Verdict verdict) {
      if (verdict instanceof Verdict.Verified verified) {
        return new Answer("verified", null, null, null, verified.session());
      }
      if (verdict instanceof Verdict.NotFound notFound) {
        return new Answer("not_found", notFound.attemptsLeft(), notFound.expiresIn(), null, null);
      }
      if (verdict instanceof Verdict.Locked locked) {
        return new Answer("locked", 0, null, locked.retryAfter(), null);
      }
      return new Answer(
          verdict instanceof Verdict.Expired ? "expired" : "undecided", null, null, null, null);
    }
  }

  @PostMapping(PATH)
  Answers verify(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @RequestBody Questions questions) {
    token.require(authorization);
    return answers(questions);
  }

  Answers answers(Questions questions) {
    List<Guess> guesses = questions.guesses().stream().map(q -> q.hashed(hasher)).toList();
    return new Answers(verify.verify(guesses).stream().map(Answer::of).toList());
  }
}
