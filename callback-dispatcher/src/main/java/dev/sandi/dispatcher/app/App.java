package dev.sandi.dispatcher.app;

import dev.sandi.dispatcher.http.AppTls;
import dev.sandi.dispatcher.http.SigningKey;
import dev.sandi.value.AppId;
import dev.sandi.value.CallbackPolicy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an app allows, and how its callbacks are signed.
 *
 * @param plainHttp whether callbacks may go to plain {@code http}
 * @param keys the keys that can be opened, newest first
 * @param policy what it wants of its callbacks
 * @param tls how its callbacks connect, if not as all do
 */
public record App(
    AppId id,
    boolean plainHttp,
    List<Key> keys,
    CallbackPolicy policy,
    @Nullable AppTls tls,
    Instant changedAt) {

  /** As many as a customer can be expected to try. */
  private static final int MOST_SIGNATURES = 5;

  record Key(SigningKey key, @Nullable Instant expiresAt) {

    boolean isLive(Instant now) {
      return expiresAt == null || expiresAt.isAfter(now);
    }
  }

  /** The keys that sign at {@code now}, newest first; none if the app has none. */
  public List<SigningKey> signingKeys(Instant now) {
    return keys.stream()
        .filter(key -> key.isLive(now))
        .limit(MOST_SIGNATURES)
        .map(Key::key)
        .toList();
  }
}
