package dev.sandi.ingress.admin;

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

  @GetMapping(path = "/admin/v1/audit", produces = MediaType.APPLICATION_JSON_VALUE)
  Page<AdminAudit.Entry> list(HttpServletRequest http) {
    Paging paging = Paging.of(http);
    return paging.page(
        audit.page(paging.afterId(), paging.rows()), entry -> entry.requestId().toString());
  }
}
