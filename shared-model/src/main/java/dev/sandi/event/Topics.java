package dev.sandi.event;

/** The names of the topics. */
public final class Topics {

  public static final String OTP_REQUESTED = "otp.requested.v1";
  public static final String OTP_LIFECYCLE = "otp.lifecycle.v1";
  public static final String CALLBACK_LIFECYCLE = "callback.lifecycle.v1";
  public static final String APPS = "apps.v1";
  public static final String BLOCKLIST = "blocklist.v1";
  public static final String ERASURES = "erasures.v1";

  private Topics() {}

  /** Where the records of {@code topic} go that cannot be read, byte for byte. */
  public static String deadLetter(String topic) {
    return topic + "-dlt";
  }
}
