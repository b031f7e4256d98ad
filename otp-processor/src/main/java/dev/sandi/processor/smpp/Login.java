package dev.sandi.processor.smpp;

import dev.sandi.processor.gateway.SecretReference;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.Secret;

/**
 * What a bind introduces itself with.
 *
 * @param systemId 1-64 visible ASCII characters: SMPP 3.4 says 15, but some operators give more
 * @param systemType to 12 characters, mostly empty
 */
record Login(String systemId, SecretReference password, String systemType) {

  private static final int LONGEST = 64;

  Login {
    Rule.requireText("system_id", systemId, 1, LONGEST);
    Rule.requireText("system_type", systemType, 0, 12);
  }

  /**
   * Checks a password, once it is known.
   *
   * @throws InvalidValueException if it cannot be one; it is not quoted
   */
  static void check(SecretReference reference, Secret password) {
    String text = password.reveal();
    if (text.length() > LONGEST || !Rule.isVisible(text)) {
      throw new InvalidValueException(
          reference.name() + " should be 1-64 visible ASCII characters");
    }
  }
}
