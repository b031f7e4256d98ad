package dev.sandi.ingress.admin;

import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.problem.Refuses;
import io.swagger.v3.oas.annotations.Operation;
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
      description = "Who asked for what, what came of it, and what it changed; the newest first.")
  @Tag(name = "Audit")
  @Paged
  @Refuses(Fault.INVALID_PARAMETERS)
  @GetMapping(path = "/admin/v1/audit", produces = MediaType.APPLICATION_JSON_VALUE)
  Page<AdminAudit.Entry> list(HttpServletRequest http) {
    Paging paging = Paging.of(http);
    return paging.page(
        audit.page(paging.afterId(), paging.rows()), entry -> entry.requestId().toString());
  }
}
