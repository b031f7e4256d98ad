package dev.sandi.ingress.app;

import dev.sandi.ingress.admin.AdminCall;
import dev.sandi.ingress.admin.FieldErrors;
import dev.sandi.ingress.admin.JsonFields;
import dev.sandi.ingress.admin.Page;
import dev.sandi.ingress.app.LintTemplate.Finding;
import dev.sandi.ingress.app.LintTemplate.Lint;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.request.JsonBody;
import dev.sandi.value.SmsTemplate;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /admin/v1/apps/{app}/templates}: texts that requests name. */
@RestController
final class TemplatesController implements TemplatesApi {

  private static final int MOST = 100;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  private final StoredApps apps;
  private final ChangeApps changes;

  TemplatesController(StoredApps apps, ChangeApps changes) {
    this.apps = apps;
    this.changes = changes;
  }

  /**
   * A text with what is to be said of it.
   *
   * @param segments that are billed for each SMS
   */
  record TemplateView(
      String name, String template, int segments, String encoding, List<Finding> findings) {

    static TemplateView of(String name, SmsTemplate template, AppSettings settings) {
      Lint lint = LintTemplate.of(template.value(), settings);
      return new TemplateView(
          name, template.value(), lint.segments(), lint.encoding(), lint.findings());
    }
  }

  @Override
  @GetMapping(path = "/admin/v1/apps/{app}/templates", produces = MediaType.APPLICATION_JSON_VALUE)
  public Page<TemplateView> list(@PathVariable("app") String app) {
    StoredApp found = find(app);
    return new Page<>(
        found.templates().entrySet().stream()
            .map(each -> TemplateView.of(each.getKey(), each.getValue(), found.settings()))
            .toList(),
        null);
  }

  @Override
  @GetMapping(
      path = "/admin/v1/apps/{app}/templates/{name}",
      produces = MediaType.APPLICATION_JSON_VALUE)
  public TemplateView find(@PathVariable("app") String app, @PathVariable("name") String name) {
    StoredApp found = find(app);
    SmsTemplate template = found.templates().get(name);
    if (template == null) {
      throw Fault.TEMPLATE_NOT_FOUND.refusal();
    }
    return TemplateView.of(name, template, found.settings());
  }

  @Override
  @PutMapping(
      path = "/admin/v1/apps/{app}/templates/{name}",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public TemplateView put(
      HttpServletRequest http, @PathVariable("app") String app, @PathVariable("name") String name) {
    String text = text(http);
    if (!NAME.matcher(name).matches()) {
      throw new FieldErrors()
          .add("name", "name should be 1-64 letters, digits, hyphens and underscores")
          .refusal(422);
    }
    StoredApp after =
        changes.change(
            ChangeApps.id(app),
            AdminCall.of(http),
            before -> {
              refuseErrors(LintTemplate.of(text, before.settings()));
              Map<String, SmsTemplate> templates = new TreeMap<>(before.templates());
              templates.put(name, new SmsTemplate(text));
              if (templates.size() > MOST) {
                throw Fault.TOO_MANY_TEMPLATES.refusal();
              }
              return new ChangeApps.Change(
                  before.withTemplates(templates),
                  Map.of("app", app, "template_set", name, "template", text));
            });
    return TemplateView.of(name, new SmsTemplate(text), after.settings());
  }

  @Override
  @DeleteMapping("/admin/v1/apps/{app}/templates/{name}")
  public ResponseEntity<Void> delete(
      HttpServletRequest http, @PathVariable("app") String app, @PathVariable("name") String name) {
    changes.change(
        ChangeApps.id(app),
        AdminCall.of(http),
        before -> {
          Map<String, SmsTemplate> templates = new TreeMap<>(before.templates());
          templates.remove(name);
          return new ChangeApps.Change(
              before.withTemplates(templates), Map.of("app", app, "template_deleted", name));
        });
    return ResponseEntity.noContent().build();
  }

  @Override
  @PostMapping(
      path = "/admin/v1/apps/{app}/templates/lint",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public Lint lint(HttpServletRequest http, @PathVariable("app") String app) {
    return LintTemplate.of(text(http), find(app).settings());
  }

  private StoredApp find(String app) {
    return apps.find(ChangeApps.id(app)).orElseThrow(ChangeApps::notFound);
  }

  private static String text(HttpServletRequest http) {
    JsonFields fields = JsonFields.of(JsonBody.of(http));
    fields.require("template");
    String text = fields.parsed("template", template -> template).orElse("");
    fields.end();
    return text;
  }

  private static void refuseErrors(Lint lint) {
    FieldErrors errors = new FieldErrors();
    lint.errors().forEach(error -> errors.add("template", error.message()));
    errors.throwIfAny();
  }
}
