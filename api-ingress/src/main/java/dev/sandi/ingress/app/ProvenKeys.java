package dev.sandi.ingress.app;

import dev.sandi.value.AppId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keys that were right a moment ago: an app that sends hundreds of requests a second asks the
 * database once for all of them. Only right keys are remembered, so guesses cannot fill it.
 */
final class ProvenKeys {

  private static final int MOST = 10_000;

  private final long ttlNanos;
  private final Map<String, Proof> proofs = new ConcurrentHashMap<>();

  private record Proof(App app, long nanos) {}

  ProvenKeys(Duration ttl) {
    this.ttlNanos = ttl.toNanos();
  }

  Optional<App> find(AppId id, KeyHash hash) {
    Proof proof = proofs.get(name(id, hash));
    return proof == null || System.nanoTime() - proof.nanos() >= ttlNanos
        ? Optional.empty()
        : Optional.of(proof.app());
  }

  void remember(App app, KeyHash hash) {
    if (proofs.size() >= MOST) {
      proofs.clear();
    }
    proofs.put(name(app.id(), hash), new Proof(app, System.nanoTime()));
  }

  private static String name(AppId id, KeyHash hash) {
    return id + "/" + hash.hex();
  }
}
