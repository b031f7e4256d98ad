package dev.sandi.processor.http;

import dev.sandi.processor.gateway.SecretReference;
import dev.sandi.processor.gateway.Sms;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;

/** What a message brings to a template. */
final class MessageValues implements Values {

  private final HttpSettings settings;
  private final Map<SecretReference, Secret> secrets;
  private final String reportUrl;
  private final Sms sms;
  private final Instant now;

  MessageValues(
      HttpSettings settings,
      Map<SecretReference, Secret> secrets,
      String reportUrl,
      Sms sms,
      Instant now) {
    this.settings = settings;
    this.secrets = secrets;
    this.reportUrl = reportUrl;
    this.sms = sms;
    this.now = now;
  }

  @Override
  public String of(String placeholder) {
    return switch (placeholder) {
      case "msisdn" -> sms.msisdn().digits();
      case "plus_msisdn" -> "+" + sms.msisdn().digits();
      case "text" -> text();
      case "text_hex" ->
          HexFormat.of().withUpperCase().formatHex(text().getBytes(StandardCharsets.UTF_16BE));
      case "sender" -> sender();
      case "app" -> sms.app().value();
      case "session" -> sms.session().toString();
      case "valid_seconds" -> String.valueOf(valid().toSeconds());
      case "valid_minutes" -> String.valueOf(Math.max(1, valid().toMinutes()));
      case "valid_millis" -> String.valueOf(valid().toMillis());
      case "valid_until" -> now.plus(valid()).truncatedTo(ChronoUnit.SECONDS).toString();
      case "report_url" -> reportUrl;
      default -> choice(placeholder);
    };
  }

  private String choice(String placeholder) {
    Choice choice = settings.choices().get(placeholder);
    if (choice == null) {
      throw new InvalidValueException("{" + placeholder + "} is no placeholder");
    }
    return sms.text().isUcs2() ? choice.whenUcs2() : choice.whenGsm7();
  }

  /** Half a surrogate pair has no UTF-8. */
  private String text() {
    String text = sms.text().value();
    return StandardCharsets.UTF_16BE.decode(StandardCharsets.UTF_16BE.encode(text)).toString();
  }

  private String sender() {
    String fallback = settings.sender() == null ? "" : settings.sender();
    return settings.senders().getOrDefault(sms.app().value(), fallback);
  }

  /** Whole seconds, within what the provider takes. */
  private Duration valid() {
    Duration left = Duration.between(now, sms.validUntil()).truncatedTo(ChronoUnit.SECONDS);
    Duration least = settings.shortestValidity();
    Duration most = settings.longestValidity();
    return left.compareTo(least) < 0 ? least : left.compareTo(most) > 0 ? most : left;
  }

  @Override
  public String of(SecretReference reference) {
    Secret secret = secrets.get(reference);
    if (secret == null) {
      throw new InvalidValueException(reference.name() + " is not set in the environment");
    }
    return secret.reveal();
  }
}
