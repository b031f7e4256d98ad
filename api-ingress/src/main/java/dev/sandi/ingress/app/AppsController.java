package dev.sandi.ingress.app;

import dev.sandi.ingress.admin.AdminCall;
import dev.sandi.ingress.admin.JsonFields;
import dev.sandi.ingress.admin.Page;
import dev.sandi.ingress.admin.Paging;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.request.JsonBody;
import dev.sandi.value.AppId;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /admin/v1/apps}: apps and their settings. */
@RestController
final class AppsController implements AppsApi {

  private static final String MERGE_PATCH = "application/merge-patch+json";

  private final StoredApps apps;
  private final ChangeApps changes;
  private final Quotas quotas;
  private final SealTestNumbers seal;

  AppsController(StoredApps apps, ChangeApps changes, Quotas quotas, SealTestNumbers seal) {
    this.apps = apps;
    this.changes = changes;
    this.quotas = quotas;
    this.seal = seal;
  }

  @Override
  @PostMapping(
      path = "/admin/v1/apps",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<AppView> create(HttpServletRequest http) {
    JsonFields fields = JsonFields.of(JsonBody.of(http));
    AppId id = fields.parsed("id", AppId::new).orElseGet(NewNames::app);
    AppSettings settings = AppSettings.read(fields);
    Long quota = Quotas.read(fields, "quota").orElse(null);
    List<StoredTestNumber> testNumbers = seal.read(fields.list("test_numbers", 100), id);
    fields.end();
    Instant now = changes.now();
    StoredApp app =
        changes.add(
            new StoredApp(id, true, settings, List.of(), null, testNumbers, Map.of(), now, now, 0),
            AdminCall.of(http),
            Map.of("app", id.value(), "created", settings),
            () -> quotas.set(id, quota));
    return answer(ResponseEntity.created(URI.create("/admin/v1/apps/" + id.value())), app);
  }

  @Override
  @GetMapping(path = "/admin/v1/apps", produces = MediaType.APPLICATION_JSON_VALUE)
  public Page<AppView> list(HttpServletRequest http) {
    Paging paging = Paging.of(http);
    return paging.page(
        apps.page(paging.after(), paging.rows()).stream().map(AppView::of).toList(), AppView::id);
  }

  @Override
  @GetMapping(path = "/admin/v1/apps/{app}", produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<AppView> find(@PathVariable("app") String app) {
    return answer(
        ResponseEntity.ok(), apps.find(ChangeApps.id(app)).orElseThrow(ChangeApps::notFound));
  }

  @Override
  @PatchMapping(
      path = "/admin/v1/apps/{app}",
      consumes = {MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE},
      produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<AppView> change(HttpServletRequest http, @PathVariable("app") String app) {
    JsonBody patch = JsonBody.of(http);
    return answer(
        ResponseEntity.ok(),
        changes.change(
            ChangeApps.id(app),
            AdminCall.of(http),
            before -> {
              requireMatch(http.getHeader("If-Match"), before);
              JsonFields fields = JsonFields.of(MergePatch.of(before.settings(), patch.object()));
              AppSettings settings = AppSettings.read(fields);
              fields.end();
              return new ChangeApps.Change(
                  before.with(settings),
                  Map.of("app", app, "from", before.settings(), "to", settings));
            }));
  }

  @Override
  @PostMapping(path = "/admin/v1/apps/{app}/suspend", produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<AppView> suspend(HttpServletRequest http, @PathVariable("app") String app) {
    return activate(http, app, false);
  }

  @Override
  @PostMapping(path = "/admin/v1/apps/{app}/resume", produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<AppView> resume(HttpServletRequest http, @PathVariable("app") String app) {
    return activate(http, app, true);
  }

  private ResponseEntity<AppView> activate(HttpServletRequest http, String app, boolean active) {
    return answer(
        ResponseEntity.ok(),
        changes.change(
            ChangeApps.id(app),
            AdminCall.of(http),
            before ->
                new ChangeApps.Change(
                    before.withActive(active),
                    Map.of("app", app, "status", active ? "active" : "suspended"))));
  }

  /** Lets nobody undo what they have not seen (RFC 9110, 13.1.1). */
  private static void requireMatch(@Nullable String condition, StoredApp app) {
    if (condition != null
        && Arrays.stream(condition.split(",", -1))
            .map(String::strip)
            .noneMatch(tag -> tag.equals("*") || tag.equals(etag(app)))) {
      throw Fault.PRECONDITION_FAILED.refusal();
    }
  }

  private static String etag(StoredApp app) {
    return "\"" + app.revision() + "\"";
  }

  private static ResponseEntity<AppView> answer(ResponseEntity.BodyBuilder answer, StoredApp app) {
    return answer.contentType(MediaType.APPLICATION_JSON).eTag(etag(app)).body(AppView.of(app));
  }
}
