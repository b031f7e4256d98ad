package dev.sandi.processor.verify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sandi.processor.code.ChallengeKey;
import dev.sandi.value.AppId;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.OtpCode;
import dev.sandi.value.PhoneNumber;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Verification for the ingress: every verdict is a 200 with its outcome. */
@RestController
class VerifyController {

  private final InternalToken token;
  private final VerifyCode verify;

  VerifyController(InternalToken token, VerifyCode verify) {
    this.token = token;
    this.verify = verify;
  }

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

    ChallengeKey key() {
      return new ChallengeKey(appId, msisdn, challenge, Boolean.TRUE.equals(simulated));
    }

    @Override
    public String toString() {
      return "Question[" + appId + ", " + msisdn + "]";
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Answer(
      String outcome,
      @JsonProperty("attempts_left") @Nullable Integer attemptsLeft,
      @JsonProperty("expires_in") @Nullable Long expiresIn,
      @JsonProperty("retry_after") @Nullable Long retryAfter,
      @JsonProperty("session_id") @Nullable UUID sessionId) {}

  @PostMapping("/internal/v1/verify")
  Answer verify(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @RequestBody Question question) {
    token.require(authorization);
    Verdict verdict = verify.verify(question.key(), OtpCode.of(question.otp()));
    if (verdict instanceof Verdict.Verified verified) {
      return new Answer("verified", null, null, null, verified.session());
    }
    if (verdict instanceof Verdict.NotFound notFound) {
      return new Answer("not_found", notFound.attemptsLeft(), notFound.expiresIn(), null, null);
    }
    if (verdict instanceof Verdict.Locked locked) {
      return new Answer("locked", 0, null, locked.retryAfter(), null);
    }
    return new Answer("expired", null, null, null, null);
  }
}
