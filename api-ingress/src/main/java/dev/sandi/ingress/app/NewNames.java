package dev.sandi.ingress.app;

import dev.sandi.value.AppId;
import dev.sandi.value.Secret;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.zip.CRC32;

/** Names and secrets that nobody can guess. */
final class NewNames {

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
  private static final SecureRandom RANDOM = new SecureRandom();

  private static final int KEY_BYTES = 32;
  private static final int KEY_DIGITS = 43;
  private static final int CHECKSUM_DIGITS = 6;
  private static final int WEBHOOK_BYTES = 32;

  private NewNames() {}

  /** An id for an app that was not given one. */
  static AppId app() {
    return new AppId("app_" + base62(new BigInteger(1, random(12)), 17));
  }

  /**
   * An API key: {@code sandi_live_} or {@code sandi_test_}, 32 random bytes in base 62 (43
   * characters), and the CRC-32 of all that in base 62 (6 characters), so that a scanner for leaked
   * secrets can tell a key from what only looks like one.
   *
   * @param test whether its app is a sandbox
   */
  static Secret key(boolean test) {
    String text =
        (test ? "sandi_test_" : "sandi_live_")
            + base62(new BigInteger(1, random(KEY_BYTES)), KEY_DIGITS);
    CRC32 checksum = new CRC32();
    checksum.update(text.getBytes(StandardCharsets.US_ASCII));
    return Secret.of(text + base62(BigInteger.valueOf(checksum.getValue()), CHECKSUM_DIGITS));
  }

  /** A secret that signs callbacks, as Standard Webhooks writes it. */
  static Secret webhookSecret() {
    return Secret.of("whsec_" + Base64.getEncoder().encodeToString(random(WEBHOOK_BYTES)));
  }

  private static byte[] random(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static String base62(BigInteger number, int digits) {
    StringBuilder text = new StringBuilder();
    for (BigInteger rest = number; text.length() < digits; rest = rest.divide(BASE)) {
      text.append(DIGITS.charAt(rest.mod(BASE).intValue()));
    }
    return text.reverse().toString();
  }
}
