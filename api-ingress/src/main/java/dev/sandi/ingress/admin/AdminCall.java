package dev.sandi.ingress.admin;

import dev.sandi.ingress.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A call of an administrator, who has shown the token; it is on record before it has an effect. */
public final class AdminCall {

  private static final String ATTRIBUTE = AdminCall.class.getName();

  private final UUID id;
  private final AdminAudit audit;

  AdminCall(UUID id, AdminAudit audit) {
    this.id = id;
    this.audit = audit;
  }

  /**
   * The call that a request is.
   *
   * @throws Refusal 401 if it is none
   */
  public static AdminCall of(HttpServletRequest request) {
    AdminCall call = find(request);
    if (call == null) {
      throw Refusal.unauthorized();
    }
    return call;
  }

  static @Nullable AdminCall find(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof AdminCall call ? call : null;
  }

  void attachTo(HttpServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /**
   * Puts on record what the call changes, as JSON. In the transaction of the change, so that the
   * record says what was committed and nothing else.
   *
   * @param what without secrets: no codes, keys or tokens
   */
  public void changes(Map<String, ?> what) {
    audit.changes(id, what);
  }

  UUID id() {
    return id;
  }
}
