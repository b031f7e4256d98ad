package dev.sandi.ingress.app;

import java.util.List;

/**
 * An app and what proves to be it.
 *
 * @param active false if the app is suspended
 * @param hashes the hashes of its keys that are neither revoked nor expired
 */
record Credentials(App app, boolean active, List<byte[]> hashes) {

  /** Compares with every key, so that the time taken does not tell which one is near. */
  boolean accept(KeyHash key) {
    boolean found = false;
    for (byte[] hash : hashes) {
      found |= key.is(hash);
    }
    return found && active;
  }

  @Override
  public String toString() {
    return "Credentials[" + app.id() + "]";
  }
}
