package dev.sandi.ingress.check;

import static dev.sandi.ingress.problem.Fault.SESSION_NOT_FOUND;

import dev.sandi.ingress.problem.Refuses;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.SessionId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /admin/v1/sessions/{session}/checks}: why a session was refused, or was not. */
@RestController
final class SessionChecksController {

  private final ExplainSession explain;

  SessionChecksController(ExplainSession explain) {
    this.explain = explain;
  }

  @Operation(
      operationId = "sessionChecks",
      summary = "What the checks said of a session",
      description =
          """
          Findings are kept as long as sessions, those of checks in shadow mode too; which checks \
          passed is known for two days.
          """)
  @Tag(name = "Checks")
  @ApiResponse(responseCode = "200", description = "The findings", useReturnTypeSchema = true)
  @Refuses(SESSION_NOT_FOUND)
  @GetMapping(
      path = "/admin/v1/sessions/{session}/checks",
      produces = MediaType.APPLICATION_JSON_VALUE)
  SessionChecks find(@PathVariable("session") String session) {
    return explain.of(id(session)).orElseThrow(SESSION_NOT_FOUND::refusal);
  }

  private static SessionId id(String text) {
    try {
      return SessionId.of(text);
    } catch (InvalidValueException e) {
      throw SESSION_NOT_FOUND.refusal();
    }
  }
}
