package dev.sandi.ingress.check;

import static dev.sandi.ingress.problem.Fault.APP_NOT_FOUND;

import dev.sandi.ingress.app.KnownApps;
import dev.sandi.ingress.problem.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /admin/v1/apps/{app}/shadow}: whether a check may be enforced. */
@RestController
final class ShadowController {

  private final KnownApps apps;
  private final ExplainSession processor;

  ShadowController(KnownApps apps, ExplainSession processor) {
    this.apps = apps;
    this.processor = processor;
  }

  @Operation(
      operationId = "shadow",
      summary = "What shadow mode would have refused",
      description =
          """
          By check, how many requests of the app passed although the check had something against \
          them: it only records, and no other check refused them. Of each check the newest 10,000 \
          of the last 24 hours are looked at.
          """)
  @Tag(name = "Checks")
  @ApiResponse(responseCode = "200", description = "By check", useReturnTypeSchema = true)
  @Refuses(APP_NOT_FOUND)
  @GetMapping(path = "/admin/v1/apps/{app}/shadow", produces = MediaType.APPLICATION_JSON_VALUE)
  ShadowReport count(@PathVariable("app") String app) {
    return processor.shadow(apps.named(app));
  }
}
