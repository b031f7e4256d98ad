package dev.sandi.value;

/**
 * A one-time password: 4 to 10 letters or digits. {@link #toString()} hides it; {@link #reveal()}
 * is the code.
 */
public final class OtpCode {

  private final Secret secret;

  private OtpCode(Secret secret) {
    this.secret = secret;
  }

  /**
   * Reads a code.
   *
   * @throws InvalidValueException if it is not 4 to 10 of {@code [0-9A-Za-z]}
   */
  public static OtpCode of(String text) {
    if (text.length() < 4 || text.length() > 10) {
      throw new InvalidValueException("otp length should between 4-10 characters");
    }
    if (!text.chars().allMatch(OtpCode::isLetterOrDigit)) {
      throw new InvalidValueException("otp should contain letters and digits only");
    }
    return new OtpCode(Secret.of(text));
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  /** The code itself, for the text of the SMS and for sealing. */
  public String reveal() {
    return secret.reveal();
  }

  /** Number of characters. */
  public int length() {
    return secret.reveal().length();
  }

  @Override
  public String toString() {
    return secret.toString();
  }
}
