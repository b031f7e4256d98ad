package dev.sandi.ingress.app;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.sandi.ingress.admin.AdminCall;
import dev.sandi.ingress.admin.JsonFields;
import dev.sandi.ingress.admin.Page;
import dev.sandi.ingress.admin.Paging;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.ingress.request.JsonBody;
import dev.sandi.value.AppId;
import dev.sandi.value.Secret;
import dev.sandi.value.UuidV7;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /admin/v1/apps/{app}/keys}: the keys that an app's requests show. */
@RestController
final class KeysController implements KeysApi {

  /** Each request is compared with all of them. */
  private static final int MOST_LIVE = 20;

  private static final int SHOWN = "sandi_live_".length() + 5;

  private final StoredApps apps;
  private final ChangeApps changes;
  private final ApiKeys keys;

  KeysController(StoredApps apps, ChangeApps changes, ApiKeys keys) {
    this.apps = apps;
    this.changes = changes;
    this.keys = keys;
  }

  /**
   * A new key.
   *
   * @param key the key itself, which is shown this once and stored nowhere
   */
  record NewKey(String key, @JsonUnwrapped ApiKey stored) {

    @Override
    public String toString() {
      return "NewKey[" + stored + "]";
    }
  }

  @Override
  @PostMapping(
      path = "/admin/v1/apps/{app}/keys",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<NewKey> create(HttpServletRequest http, @PathVariable("app") String app) {
    AppId id = ChangeApps.id(app);
    Instant now = changes.now();
    JsonFields fields = JsonFields.of(JsonBody.of(http));
    String name = fields.text("name", 1, 100).orElse("");
    Optional<Instant> expiry = fields.time("expires_at");
    if (expiry.isPresent() && !expiry.get().isAfter(now)) {
      fields.fault("expires_at", "expires_at should be in the future");
    }
    fields.end();
    NewKey key = changes.within(id, there -> add(there, name, expiry.orElse(null), now, http));
    return ResponseEntity.status(HttpStatus.CREATED)
        .contentType(MediaType.APPLICATION_JSON)
        .body(key);
  }

  private NewKey add(
      StoredApp app,
      String name,
      @Nullable Instant expiresAt,
      Instant now,
      HttpServletRequest http) {
    if (keys.countLive(app.id(), now) >= MOST_LIVE) {
      throw Fault.TOO_MANY_KEYS.refusal();
    }
    Secret secret = NewNames.key(app.settings().mode() == Mode.SANDBOX);
    ApiKey key =
        new ApiKey(
            UuidV7.at(now),
            name,
            secret.reveal().substring(0, SHOWN),
            now,
            expiresAt,
            null,
            false,
            null);
    keys.add(app.id(), key, KeyHash.of(secret));
    AdminCall.of(http).changes(Map.of("app", app.id().value(), "key_added", key));
    return new NewKey(secret.reveal(), key);
  }

  @Override
  @GetMapping(path = "/admin/v1/apps/{app}/keys", produces = MediaType.APPLICATION_JSON_VALUE)
  public Page<ApiKey> list(HttpServletRequest http, @PathVariable("app") String app) {
    Paging paging = Paging.of(http);
    AppId id = apps.find(ChangeApps.id(app)).orElseThrow(ChangeApps::notFound).id();
    return paging.page(keys.page(id, paging.afterId(), paging.rows()), key -> key.id().toString());
  }

  /** Again and again, with the same effect. */
  @Override
  @DeleteMapping("/admin/v1/apps/{app}/keys/{key}")
  public ResponseEntity<Void> revoke(
      HttpServletRequest http, @PathVariable("app") String app, @PathVariable("key") String key) {
    AppId id = ChangeApps.id(app);
    UUID keyId = keyId(key);
    changes.within(
        id,
        there -> {
          if (keys.revoke(id, keyId, changes.now())) {
            AdminCall.of(http).changes(Map.of("app", app, "key_revoked", keyId));
          } else if (!keys.exists(id, keyId)) {
            throw noSuchKey();
          }
          return there;
        });
    return ResponseEntity.noContent().build();
  }

  private static UUID keyId(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw noSuchKey();
    }
  }

  private static Refusal noSuchKey() {
    return Fault.KEY_NOT_FOUND.refusal();
  }
}
