package dev.sandi.ingress.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sandi.crypto.Ed25519Key;
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
  private static final String HMAC = "hmac";
  private static final String ED25519 = "ed25519";
  private static final List<String> TYPES = List.of(HMAC, ED25519);

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
   * @param type {@code hmac} or {@code ed25519}
   * @param expiresAt until when it signs; null for the newest of its type
   * @param publicKey of an {@code ed25519} key pair; otherwise null
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record SecretView(
      String id, String type, @Nullable Instant expiresAt, @Nullable String publicKey) {

    static SecretView of(WebhookKey key) {
      return new SecretView(
          key.id(), key.publicKey() == null ? HMAC : ED25519, key.expiresAt(), key.publicKey());
    }
  }

  /**
   * A new secret.
   *
   * @param secret shown this once, if it was made here and the customer needs it
   * @param publicKey what the customer checks the signatures of a private key with
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record NewSecret(String id, @Nullable String secret, @Nullable String publicKey) {

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
    return new Page<>(signing(found, changes.now()).stream().map(SecretView::of).toList(), null);
  }

  @Override
  @PostMapping(
      path = "/admin/v1/apps/{app}/webhook-secrets",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<NewSecret> add(HttpServletRequest http, @PathVariable("app") String app) {
    AppId id = ChangeApps.id(app);
    JsonFields fields = JsonFields.of(JsonBody.of(http));
    boolean ed25519 = fields.choice("type", TYPES).orElse(HMAC).equals(ED25519);
    Optional<Secret> given = fields.parsed("secret", WebhookSecretsController::secret);
    if (ed25519 && given.isPresent()) {
      fields.fault("secret", "secret should be absent: private keys are made here");
    }
    long grace = fields.number("grace", 0, LONGEST_GRACE_SECONDS).orElse(DEFAULT_GRACE_SECONDS);
    fields.end();
    Made made = ed25519 ? Made.pair() : Made.secret(given);
    Instant now = changes.now();
    WebhookKey key =
        new WebhookKey(
            UuidV7.at(now).toString(),
            sealer.seal(made.secret(), id.value()),
            null,
            made.publicKey());
    changes.change(
        id,
        AdminCall.of(http),
        before ->
            new ChangeApps.Change(
                before.withWebhookKeys(withNewest(key, signing(before, now), now, grace)),
                Map.of("app", app, "webhook_secret_added", key.id(), "grace", grace)));
    return ResponseEntity.status(HttpStatus.CREATED)
        .contentType(MediaType.APPLICATION_JSON)
        .body(
            new NewSecret(
                key.id(),
                ed25519 || given.isPresent() ? null : made.secret().reveal(),
                made.publicKey()));
  }

  private record Made(Secret secret, @Nullable String publicKey) {

    static Made pair() {
      Ed25519Key pair = Ed25519Key.generate();
      return new Made(pair.secret(), pair.publicKey());
    }

    static Made secret(Optional<Secret> given) {
      return new Made(given.orElseGet(NewNames::webhookSecret), null);
    }
  }

  /** Replaces keys of the same type only: a customer checks one type, and others another. */
  private static List<WebhookKey> withNewest(
      WebhookKey newest, List<WebhookKey> older, Instant now, long grace) {
    List<WebhookKey> keys = new ArrayList<>();
    keys.add(newest);
    Instant end = now.plusSeconds(grace);
    for (WebhookKey key : older) {
      if (!sameType(key, newest)) {
        keys.add(key);
      } else if (grace > 0) {
        Instant expiry = key.expiresAt();
        keys.add(expiring(key, expiry == null || expiry.isAfter(end) ? end : expiry));
      }
    }
    if (keys.size() > MOST) {
      throw Fault.TOO_MANY_WEBHOOK_SECRETS.refusal();
    }
    return keys;
  }

  private static WebhookKey expiring(WebhookKey key, @Nullable Instant end) {
    return new WebhookKey(key.id(), key.sealedSecret(), end, key.publicKey());
  }

  private static boolean sameType(WebhookKey one, WebhookKey other) {
    return (one.publicKey() == null) == (other.publicKey() == null);
  }

  /** The newest of its type that remains signs on without an end: nothing else replaces it. */
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
          WebhookKey deleted =
              before.webhookKeys().stream()
                  .filter(key -> key.id().equals(secret))
                  .findFirst()
                  .orElseThrow(Fault.WEBHOOK_SECRET_NOT_FOUND::refusal);
          List<WebhookKey> rest =
              new ArrayList<>(
                  signing(before, changes.now()).stream()
                      .filter(key -> !key.id().equals(secret))
                      .toList());
          rest.stream()
              .filter(key -> sameType(key, deleted))
              .findFirst()
              .ifPresent(key -> rest.set(rest.indexOf(key), expiring(key, null)));
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
