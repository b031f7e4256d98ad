package dev.sandi.ingress.funnel;

import static dev.sandi.ingress.problem.Fault.APP_NOT_FOUND;
import static dev.sandi.ingress.problem.Fault.INVALID_PARAMETERS;

import dev.sandi.ingress.admin.FieldErrors;
import dev.sandi.ingress.app.KnownApps;
import dev.sandi.ingress.problem.Refuses;
import dev.sandi.value.AppId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /admin/v1/apps/{app}/funnel}. */
@RestController
final class AppFunnelController {

  private final KnownApps apps;
  private final ShowFunnel showFunnel;

  AppFunnelController(KnownApps apps, ShowFunnel showFunnel) {
    this.apps = apps;
    this.showFunnel = showFunnel;
  }

  @Operation(
      operationId = "appFunnel",
      summary = "How the requests of an app ended",
      description =
          """
          How many were sent, delivered and verified, over time, and why others were not; how long \
          each stage took; and what became of their callbacks. Counted every few seconds.
          """)
  @Tag(name = "Requests")
  @Parameter(
      name = "hours",
      in = ParameterIn.QUERY,
      description = "How far back",
      schema = @Schema(type = "integer", minimum = "1", maximum = "24", defaultValue = "1"))
  @ApiResponse(responseCode = "200", description = "The funnel", useReturnTypeSchema = true)
  @Refuses({INVALID_PARAMETERS, APP_NOT_FOUND})
  @GetMapping(path = "/admin/v1/apps/{app}/funnel", produces = MediaType.APPLICATION_JSON_VALUE)
  Funnel funnel(HttpServletRequest http, @PathVariable("app") String app) {
    AppId known = apps.named(app);
    int hours =
        ShowFunnel.hours(http)
            .orElseThrow(() -> new FieldErrors().add("hours", ShowFunnel.WRONG_HOURS).refusal(400));
    return showFunnel.of(known, hours);
  }
}
