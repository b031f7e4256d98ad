package dev.sandi.ingress.app;

import dev.sandi.ingress.admin.AdminCall;
import dev.sandi.ingress.admin.JsonFields;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.request.JsonBody;
import dev.sandi.value.AppId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /admin/v1/apps/{app}/quota}: how much an app may send in all. */
@RestController
final class QuotaController implements QuotaApi {

  private final StoredApps apps;
  private final ChangeApps changes;
  private final Quotas quotas;

  QuotaController(StoredApps apps, ChangeApps changes, Quotas quotas) {
    this.apps = apps;
    this.changes = changes;
    this.quotas = quotas;
  }

  @Override
  @GetMapping(path = "/admin/v1/apps/{app}/quota", produces = MediaType.APPLICATION_JSON_VALUE)
  public Quotas.Quota find(@PathVariable("app") String app) {
    AppId id = apps.find(ChangeApps.id(app)).orElseThrow(ChangeApps::notFound).id();
    return quotas.find(id);
  }

  /** Sets the limit, and leaves what is used; {@code null} takes the limit away. */
  @Override
  @PutMapping(
      path = "/admin/v1/apps/{app}/quota",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public Quotas.Quota set(HttpServletRequest http, @PathVariable("app") String app) {
    AppId id = ChangeApps.id(app);
    JsonBody body = JsonBody.of(http);
    JsonFields fields = JsonFields.of(body);
    Long limit = Quotas.read(fields, "limit").orElse(null);
    if (!body.object().has("limit")) {
      fields.fault("limit", "limit is required, and may be null");
    }
    fields.end();
    return changes.within(
        id,
        there -> {
          Quotas.Quota before = quotas.find(id);
          Quotas.Quota after = quotas.set(id, limit);
          record(http, id, before.limit(), after.limit());
          return after;
        });
  }

  /** Not idempotent: whoever does not see the answer should look before trying again. */
  @Override
  @PostMapping(
      path = "/admin/v1/apps/{app}/quota/add",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public Quotas.Quota add(HttpServletRequest http, @PathVariable("app") String app) {
    AppId id = ChangeApps.id(app);
    JsonFields fields = JsonFields.of(JsonBody.of(http));
    fields.require("amount");
    long amount = fields.number("amount", 1, Quotas.MOST).orElse(0L);
    fields.end();
    return changes.within(
        id,
        there -> {
          Quotas.Quota after = quotas.add(id, amount).orElseThrow(Fault.QUOTA_NOT_ADDED::refusal);
          record(http, id, after.limit() == null ? null : after.limit() - amount, after.limit());
          return after;
        });
  }

  private static void record(
      HttpServletRequest http, AppId app, @Nullable Long from, @Nullable Long to) {
    Map<String, Object> what = new HashMap<>();
    what.put("app", app.value());
    what.put("quota_from", from);
    what.put("quota_to", to);
    AdminCall.of(http).changes(what);
  }
}
