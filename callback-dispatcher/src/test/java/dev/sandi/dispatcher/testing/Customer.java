package dev.sandi.dispatcher.testing;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.sandi.crypto.KeyRing;
import dev.sandi.crypto.Sealer;
import dev.sandi.event.AppChanged;
import dev.sandi.event.AppChanged.CallbackTls;
import dev.sandi.event.AppChanged.WebhookKey;
import dev.sandi.testing.RunningService;
import dev.sandi.value.AppId;
import dev.sandi.value.CallbackPolicy;
import dev.sandi.value.Secret;
import java.net.http.HttpHeaders;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An app with one webhook secret, which its owner knows. */
public record Customer(AppId id, String secret) {

  private static final SecureRandom RANDOM = new SecureRandom();

  public static Customer random() {
    return new Customer(new AppId("app-" + UUID.randomUUID()), randomSecret());
  }

  public static String randomSecret() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return "whsec_" + Base64.getEncoder().encodeToString(bytes);
  }

  /** Settings that allow plain http, which is what receivers on this machine speak. */
  public AppChanged settings(Instant changedAt) {
    return settings(true, changedAt, key(secret));
  }

  public AppChanged settings(boolean insecure, Instant changedAt, WebhookKey... keys) {
    return new AppChanged(id, false, true, insecure, List.of(keys), Map.of(), changedAt);
  }

  /** Settings of an app that wants something else of its callbacks than the usual. */
  public AppChanged settings(Instant changedAt, CallbackPolicy policy) {
    return settings(changedAt, policy, List.of(key(secret)), null);
  }

  /** The same, of an app whose callbacks nothing can sign. */
  public AppChanged withoutKeys(Instant changedAt, CallbackPolicy policy) {
    return settings(changedAt, policy, List.of(), null);
  }

  /** Settings of an app whose callbacks connect otherwise than all do. */
  public AppChanged settings(Instant changedAt, CallbackTls tls) {
    return settings(changedAt, CallbackPolicy.DEFAULT, List.of(key(secret)), tls);
  }

  private AppChanged settings(
      Instant changedAt, CallbackPolicy policy, List<WebhookKey> keys, @Nullable CallbackTls tls) {
    return new AppChanged(
        id, false, true, true, null, keys, Map.of(), changedAt, null, List.of(), Map.of(), policy,
        tls);
  }

  public WebhookKey key(String plain) {
    Sealer sealer = new Sealer(KeyRing.parse(RunningService.SEALING_KEYS, "AES"));
    return new WebhookKey(
        "k-" + UUID.randomUUID(), sealer.seal(Secret.of(plain), id.value()), null);
  }

  /** Checks a request of any age by the official library. */
  public boolean signed(Received request) {
    try {
      return new Webhook(secret)
          .sign(request.id(), request.timestamp(), request.body())
          .equals(request.header("Webhook-signature"));
    } catch (WebhookSigningException e) {
      return false;
    }
  }

  /** Checks a request as the official library does, its age included. */
  public boolean verifies(Received request) {
    try {
      new Webhook(secret)
          .verify(request.body(), HttpHeaders.of(request.headers(), (name, value) -> true));
      return true;
    } catch (WebhookVerificationException e) {
      return false;
    }
  }
}
