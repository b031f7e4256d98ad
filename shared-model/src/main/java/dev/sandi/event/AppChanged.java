package dev.sandi.event;

import dev.sandi.value.AppId;
import dev.sandi.value.CallbackPolicy;
import dev.sandi.value.CodeFormat;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an app as the other services need them; the newest record of an app holds. API
 * keys are not among them: only the ingress knows them.
 *
 * @param sandbox whether everything the app sends goes to the simulated handset
 * @param active whether the app may send; a suspended app's running sessions go on
 * @param insecureCallbacks whether callbacks may go to plain {@code http}
 * @param code what generated codes are made of; absent for the usual six digits
 * @param webhookKeys the keys that sign its callbacks, newest first
 * @param checkModes mode of each check by the check's name: {@code enforce}, {@code shadow} or
 *     {@code off}; a check that is not named is enforced
 * @param owner whose apps are watched as one, named as apps are; absent if the app is alone
 * @param allowedDomains domains that links in its templates may lead to
 * @param checkSettings settings of each check by the check's name; what is absent has its default
 * @param callbacks what it wants of its callbacks; absent for the usual
 * @param callbackTls whom it trusts, and what it shows, when its callbacks connect; absent for what
 *     the dispatcher has for all
 */
public record AppChanged(
    AppId appId,
    boolean sandbox,
    boolean active,
    boolean insecureCallbacks,
    @Nullable CodeFormat code,
    List<WebhookKey> webhookKeys,
    Map<String, String> checkModes,
    Instant changedAt,
    @Nullable AppId owner,
    List<String> allowedDomains,
    Map<String, Map<String, Object>> checkSettings,
    @Nullable CallbackPolicy callbacks,
    @Nullable CallbackTls callbackTls)
    implements Event {

  /**
   * A key that signs callbacks.
   *
   * @param sealedSecret the {@code whsec_…} secret or {@code whsk_…} private key, sealed with the
   *     app id as context
   * @param expiresAt until when it signs beside newer ones; absent for the newest
   * @param publicKey {@code whpk_…} if it signs with Ed25519; absent if with HMAC
   */
  public record WebhookKey(
      String id, String sealedSecret, @Nullable Instant expiresAt, @Nullable String publicKey) {

    /** A key that signs with HMAC. */
    public WebhookKey(String id, String sealedSecret, @Nullable Instant expiresAt) {
      this(id, sealedSecret, expiresAt, null);
    }

    public WebhookKey {
      Required.of(id, "id");
      Required.of(sealedSecret, "sealed_secret");
    }
  }

  /**
   * How an app's callbacks connect; what is absent is as the dispatcher has it for all.
   *
   * @param authorities PEM; those that are trusted beside the dispatcher's
   * @param certificate PEM; shown to a server that asks for one, with those that lead to its
   *     authority
   * @param sealedPrivateKey of that certificate: PKCS #8 in PEM, sealed with {@link #context}
   */
  public record CallbackTls(
      @Nullable String authorities,
      @Nullable String certificate,
      @Nullable String sealedPrivateKey) {

    /** What the key of an app is sealed with. */
    public static String context(AppId app) {
      return app.value() + "/callback-tls";
    }
  }

  public AppChanged {
    Required.of(appId, "app_id");
    Required.of(changedAt, "changed_at");
    webhookKeys = webhookKeys == null ? List.of() : List.copyOf(webhookKeys);
    checkModes = checkModes == null ? Map.of() : Map.copyOf(checkModes);
    allowedDomains = allowedDomains == null ? List.of() : List.copyOf(allowedDomains);
    checkSettings = checkSettings == null ? Map.of() : Map.copyOf(checkSettings);
  }

  /** The settings of an app that is alone, with the usual codes, checks and callbacks. */
  public AppChanged(
      AppId appId,
      boolean sandbox,
      boolean active,
      boolean insecureCallbacks,
      List<WebhookKey> webhookKeys,
      Map<String, String> checkModes,
      Instant changedAt) {
    this(
        appId,
        sandbox,
        active,
        insecureCallbacks,
        null,
        webhookKeys,
        checkModes,
        changedAt,
        null,
        List.of(),
        Map.of(),
        null,
        null);
  }

  @Override
  public String key() {
    return appId.value();
  }

  @Override
  public String subject() {
    return appId.value();
  }
}
