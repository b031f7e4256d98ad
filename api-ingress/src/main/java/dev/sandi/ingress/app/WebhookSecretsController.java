package dev.sandi.ingress.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sandi.crypto.Sealer;
import dev.sandi.event.AppChanged.WebhookKey;
import dev.sandi.ingress.admin.AdminCall;
import dev.sandi.ingress.admin.JsonFields;
import dev.sandi.ingress.admin.Page;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.request.JsonBody;
import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.Secret;
import dev.sandi.value.UuidV7;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /admin/v1/apps/{app}/webhook-secrets}: what callbacks are signed with. After a new one the
 * older ones sign for a while too, so that a customer can change over without a gap.
 */
@RestController
final class WebhookSecretsController implements WebhookSecretsApi {

  private static final long DEFAULT_GRACE_SECONDS = 86_400;
  private static final long LONGEST_GRACE_SECONDS = 30 * 86_400L;

  /** As many signatures as a callback carries. */
  private static final int MOST = 5;

  private static final String PREFIX = "whsec_";

  private final StoredApps apps;
  private final ChangeApps changes;
  private final Sealer sealer;

  WebhookSecretsController(StoredApps apps, ChangeApps changes, Sealer sealer) {
    this.apps = apps;
    this.changes = changes;
    this.sealer = sealer;
  }

  /**
   * A secret as it is listed.
   *
   * @param expiresAt until when it signs; null for the newest
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record SecretView(String id, @Nullable Instant expiresAt) {}

  /**
   * A new secret.
   *
   * @param secret shown this once, if it was made here
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record NewSecret(String id, @Nullable String secret) {

    @Override
    public String toString() {
      return "NewSecret[" + id + "]";
    }
  }

  @Override
  @GetMapping(
      path = "/admin/v1/apps/{app}/webhook-secrets",
      produces = MediaType.APPLICATION_JSON_VALUE)
  public Page<SecretView> list(@PathVariable("app") String app) {
    StoredApp found = apps.find(ChangeApps.id(app)).orElseThrow(ChangeApps::notFound);
    return new Page<>(
        signing(found, changes.now()).stream()
            .map(key -> new SecretView(key.id(), key.expiresAt()))
            .toList(),
        null);
  }

  @Override
  @PostMapping(
      path = "/admin/v1/apps/{app}/webhook-secrets",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<NewSecret> add(HttpServletRequest http, @PathVariable("app") String app) {
    AppId id = ChangeApps.id(app);
    JsonFields fields = JsonFields.of(JsonBody.of(http));
    Optional<Secret> given = fields.parsed("secret", WebhookSecretsController::secret);
    long grace = fields.number("grace", 0, LONGEST_GRACE_SECONDS).orElse(DEFAULT_GRACE_SECONDS);
    fields.end();
    Secret secret = given.orElseGet(NewNames::webhookSecret);
    Instant now = changes.now();
    WebhookKey key =
        new WebhookKey(UuidV7.at(now).toString(), sealer.seal(secret, id.value()), null);
    changes.change(
        id,
        AdminCall.of(http),
        before ->
            new ChangeApps.Change(
                before.withWebhookKeys(withNewest(key, signing(before, now), now, grace)),
                Map.of("app", app, "webhook_secret_added", key.id(), "grace", grace)));
    return ResponseEntity.status(HttpStatus.CREATED)
        .contentType(MediaType.APPLICATION_JSON)
        .body(new NewSecret(key.id(), given.isPresent() ? null : secret.reveal()));
  }

  private static List<WebhookKey> withNewest(
      WebhookKey newest, List<WebhookKey> older, Instant now, long grace) {
    if (grace > 0 && older.size() >= MOST) {
      throw Fault.TOO_MANY_WEBHOOK_SECRETS.refusal();
    }
    List<WebhookKey> keys = new ArrayList<>();
    keys.add(newest);
    Instant end = now.plusSeconds(grace);
    for (WebhookKey key : older) {
      Instant expiry = key.expiresAt();
      if (grace > 0) {
        keys.add(
            new WebhookKey(
                key.id(),
                key.sealedSecret(),
                expiry == null || expiry.isAfter(end) ? end : expiry));
      }
    }
    return keys;
  }

  /** The newest of those that remain signs on without an end: nothing else would replace it. */
  @Override
  @DeleteMapping("/admin/v1/apps/{app}/webhook-secrets/{secret}")
  public ResponseEntity<Void> delete(
      HttpServletRequest http,
      @PathVariable("app") String app,
      @PathVariable("secret") String secret) {
    changes.change(
        ChangeApps.id(app),
        AdminCall.of(http),
        before -> {
          if (before.webhookKeys().stream().noneMatch(key -> key.id().equals(secret))) {
            throw Fault.WEBHOOK_SECRET_NOT_FOUND.refusal();
          }
          List<WebhookKey> rest =
              new ArrayList<>(
                  signing(before, changes.now()).stream()
                      .filter(key -> !key.id().equals(secret))
                      .toList());
          if (!rest.isEmpty()) {
            rest.set(0, new WebhookKey(rest.get(0).id(), rest.get(0).sealedSecret(), null));
          }
          return new ChangeApps.Change(
              before.withWebhookKeys(rest), Map.of("app", app, "webhook_secret_deleted", secret));
        });
    return ResponseEntity.noContent().build();
  }

  private static List<WebhookKey> signing(StoredApp app, Instant now) {
    return app.webhookKeys().stream()
        .filter(
            key -> {
              Instant expiry = key.expiresAt();
              return expiry == null || expiry.isAfter(now);
            })
        .toList();
  }

  /** Standard Webhooks: base64 of 24 to 64 bytes. */
  private static Secret secret(String text) {
    try {
      if (text.startsWith(PREFIX)) {
        int length = Base64.getDecoder().decode(text.substring(PREFIX.length())).length;
        if (length >= 24 && length <= 64) {
          return Secret.of(text);
        }
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new InvalidValueException("secret should be whsec_ and base64 of 24-64 bytes");
  }
}
