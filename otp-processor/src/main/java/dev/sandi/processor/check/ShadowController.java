package dev.sandi.processor.check;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sandi.processor.verify.InternalToken;
import dev.sandi.value.AppId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** What an app's checks let pass since they only record, for the ingress' administration. */
@RestController
class ShadowController {

  private static final Duration DAY = Duration.ofHours(24);

  private final InternalToken token;
  private final ShadowFindings findings;
  private final Clock clock;

  ShadowController(InternalToken token, ShadowFindings findings, Clock clock) {
    this.token = token;
    this.findings = findings;
    this.clock = clock;
  }

  /**
   * How much it was.
   *
   * @param since when the last 24 hours began
   * @param midnight when today began, by UTC
   */
  record Answer(Instant since, Instant midnight, List<LetPass> checks) {}

  /**
   * Of one check.
   *
   * @param more whether there were more than were counted
   */
  record LetPass(
      String check, long today, @JsonProperty("last_24_hours") long last24Hours, boolean more) {}

  @GetMapping("/internal/v1/apps/{app}/shadow")
  Answer count(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @PathVariable("app") String app) {
    token.require(authorization);
    Instant now = clock.instant();
    Instant midnight = now.truncatedTo(ChronoUnit.DAYS);
    Instant since = now.minus(DAY);
    return new Answer(since, midnight, findings.of(new AppId(app), since, midnight));
  }
}
