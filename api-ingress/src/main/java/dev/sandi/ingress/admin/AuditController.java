package dev.sandi.ingress.admin;

import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.problem.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /admin/v1/audit}: every call of administration, the newest first. */
@RestController
final class AuditController {

  private final AdminAudit audit;

  AuditController(AdminAudit audit) {
    this.audit = audit;
  }

  @Operation(
      operationId = "audit",
      summary = "Calls of administration",
      description =
          """
          Who asked for what, what came of it, and what it changed; the newest first. A page may \
          have fewer calls than asked for, even none, and yet a `next_cursor`: at most 10,000 are \
          looked through at a time.
          """)
  @Tag(name = "Audit")
  @Paged
  @Parameter(
      name = "app",
      in = ParameterIn.QUERY,
      description = "Only those about this app: by their path, or by what they changed",
      schema = @Schema(type = "string"))
  @Parameter(
      name = "source",
      in = ParameterIn.QUERY,
      description = "Only those from this address, written as it is listed",
      schema = @Schema(type = "string", pattern = "^[0-9a-fA-F:.%]{1,64}$"))
  @Parameter(
      name = "method",
      in = ParameterIn.QUERY,
      description = "Only those of this method",
      schema = @Schema(type = "string", pattern = "^[A-Z]{1,16}$"))
  @Parameter(
      name = "path",
      in = ParameterIn.QUERY,
      description = "Only those with this in their path",
      schema = @Schema(type = "string", pattern = "^[!-~]{1,512}$"))
  @Parameter(
      name = "changed",
      in = ParameterIn.QUERY,
      description = "Only those that changed something, or only those that did not",
      schema = @Schema(type = "boolean"))
  @Parameter(
      name = "from",
      in = ParameterIn.QUERY,
      description = "Only those since this time",
      schema = @Schema(type = "string", format = "date-time"))
  @Parameter(
      name = "to",
      in = ParameterIn.QUERY,
      description = "Only those before this time",
      schema = @Schema(type = "string", format = "date-time"))
  @Refuses(Fault.INVALID_PARAMETERS)
  @GetMapping(path = "/admin/v1/audit", produces = MediaType.APPLICATION_JSON_VALUE)
  Page<AdminAudit.Entry> list(HttpServletRequest http) {
    Paging paging = Paging.of(http);
    AuditFilter filter = AuditFilter.of(http::getParameter);
    AdminAudit.Found found = audit.page(filter, paging.afterId(), paging.rows());
    return found.entries().size() <= paging.limit() && found.seen() != null
        ? new Page<>(found.entries(), Paging.cursor(found.seen().toString()))
        : paging.page(found.entries(), entry -> entry.requestId().toString());
  }
}
