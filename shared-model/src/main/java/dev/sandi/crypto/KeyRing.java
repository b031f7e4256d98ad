package dev.sandi.crypto;

import dev.sandi.value.InvalidValueException;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;

/**
 * Several live keys of one purpose, by id. The first one makes new seals and hashes; the others
 * still read what they made. A key is rotated in two steps, since copies restart one after the
 * other: first the new key is added at the end everywhere, then it moves to the front.
 */
public final class KeyRing {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,16}");
  private static final int KEY_BYTES = 32;

  private final Map<String, LiveKey> keys;
  private final LiveKey current;

  record LiveKey(String id, SecretKeySpec key) {}

  private KeyRing(Map<String, LiveKey> keys) {
    this.keys = keys;
    this.current = keys.values().iterator().next();
  }

  /**
   * Reads keys from configuration.
   *
   * @param text {@code id:base64,…} with 32 bytes a key, the current key first
   * @param algorithm the JCA name of the keys' algorithm
   * @throws InvalidValueException if a key cannot be read; the message never contains a key
   */
  public static KeyRing parse(String text, String algorithm) {
    Map<String, LiveKey> keys = new LinkedHashMap<>();
    for (String entry : text.split(",", -1)) {
      int colon = entry.indexOf(':');
      String id = colon < 0 ? "" : entry.substring(0, colon).strip();
      if (!ID.matcher(id).matches()) {
        throw new InvalidValueException("keys should be written as id:base64,id:base64");
      }
      byte[] bytes = decode(id, entry.substring(colon + 1).strip());
      if (keys.put(id, new LiveKey(id, new SecretKeySpec(bytes, algorithm))) != null) {
        throw new InvalidValueException("key id " + id + " should appear once");
      }
    }
    return new KeyRing(keys);
  }

  LiveKey current() {
    return current;
  }

  Optional<LiveKey> find(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  Collection<LiveKey> all() {
    return keys.values();
  }

  private static byte[] decode(String id, String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException("key " + id + " should be base64");
    }
    if (bytes.length != KEY_BYTES) {
      throw new InvalidValueException("key " + id + " should have 32 bytes");
    }
    return bytes;
  }

  @Override
  public String toString() {
    return "KeyRing" + keys.keySet();
  }
}
