package dev.sandi.processor.check;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sandi.processor.verify.InternalToken;
import dev.sandi.value.SessionId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What the checks said of a session, for the ingress' administration. */
@RestController
class ExplainController {

  private final InternalToken token;
  private final Explanations explanations;

  ExplainController(InternalToken token, Explanations explanations) {
    this.token = token;
    this.explanations = explanations;
  }

  /** All that was found, and the checks that were asked as far as that is still known. */
  record Answer(@JsonProperty("session_id") String sessionId, List<Finding> checks) {}

  /**
   * What one check said.
   *
   * @param outcome {@code passed}, {@code refused}, or {@code recorded} if it would have refused
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Finding(
      String check,
      String outcome,
      @Nullable String reason,
      @Nullable JsonNode evidence,
      @Nullable @JsonProperty("decided_at") Instant decidedAt) {}

  @GetMapping("/internal/v1/sessions/{session}/checks")
  ResponseEntity<Answer> explain(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @PathVariable("session") String session) {
    token.require(authorization);
    SessionId id = SessionId.of(session);
    return explanations
        .of(id)
        .map(checks -> ResponseEntity.ok(new Answer(id.toString(), checks)))
        .orElseGet(() -> ResponseEntity.notFound().build());
  }
}
