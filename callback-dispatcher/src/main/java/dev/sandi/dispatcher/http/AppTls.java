package dev.sandi.dispatcher.http;

import dev.sandi.value.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * How one app's callbacks connect, where that is not as all do.
 *
 * @param id the same for the same certificates and key only
 * @param authorities PEM; trusted beside the usual
 * @param certificate PEM; shown to servers that ask for one, with those behind it
 * @param privateKey of that certificate; absent if it cannot be opened
 */
public record AppTls(
    String id,
    @Nullable String authorities,
    @Nullable String certificate,
    @Nullable Secret privateKey) {

  /**
   * What an app has, with an id of its own.
   *
   * @param stored all of it, as it is stored
   */
  public static AppTls of(
      String stored,
      @Nullable String authorities,
      @Nullable String certificate,
      @Nullable Secret privateKey) {
    // An opened key makes another context than one that could not be opened a moment ago.
    return new AppTls(
        digest(stored) + (privateKey == null ? "" : "+"), authorities, certificate, privateKey);
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java runtime", e);
    }
  }

  @Override
  public String toString() {
    return "AppTls[" + id + "]";
  }
}
