package dev.sandi.processor.http;

import dev.sandi.processor.gateway.SecretReference;
import dev.sandi.processor.http.ReportAuthentication.Basic;
import dev.sandi.processor.http.ReportAuthentication.Encoding;
import dev.sandi.processor.http.ReportAuthentication.Hmac;
import dev.sandi.processor.http.ReportAuthentication.Named;
import dev.sandi.processor.http.ReportAuthentication.Twilio;
import dev.sandi.value.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Says whether a report is the provider's. Secrets and signatures are compared in constant time.
 */
final class AuthenticateReport {

  private final ReportAuthentication rules;
  private final Map<SecretReference, Secret> secrets;
  private final String baseUrl;

  /**
   * @param baseUrl where reports of this gateway go to, without what is secret in it
   */
  AuthenticateReport(
      ReportAuthentication rules, Map<SecretReference, Secret> secrets, String baseUrl) {
    this.rules = rules;
    this.secrets = Map.copyOf(secrets);
    this.baseUrl = baseUrl;
  }

  boolean isAuthentic(ReportCall call) {
    return (rules.path() == null || same(rules.path(), Optional.ofNullable(call.secret())))
        && (rules.query() == null || byQuery(rules.query(), call))
        && (rules.header() == null
            || same(rules.header().secret(), call.header(rules.header().name())))
        && (rules.basic() == null || byBasic(rules.basic(), call))
        && (rules.hmac() == null || byHmac(rules.hmac(), call))
        && (rules.twilio() == null || byTwilio(rules.twilio(), call))
        && (rules.sources() == null || comesFrom(rules.sources(), call.source()));
  }

  private boolean byQuery(Named query, ReportCall call) {
    return same(
        query.secret(), Fields.of(call.query()).flatMap(fields -> fields.only(query.name())));
  }

  private boolean byBasic(Basic basic, ReportCall call) {
    String credentials = basic.username() + ":" + reveal(basic.password());
    String expected =
        Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    return call.header("authorization")
        .filter(header -> header.regionMatches(true, 0, "Basic ", 0, 6))
        .filter(header -> same(expected, header.substring(6).strip()))
        .isPresent();
  }

  private boolean byHmac(Hmac hmac, ReportCall call) {
    byte[] hash = hash(hmac.algorithm().javaName(), hmac.secret(), call.body().bytes());
    return call.header(hmac.header())
        .filter(header -> header.startsWith(hmac.prefix()))
        .map(header -> header.substring(hmac.prefix().length()).strip())
        .filter(
            sent ->
                hmac.encoding() == Encoding.HEX
                    ? same(HexFormat.of().formatHex(hash), sent.toLowerCase(Locale.ROOT))
                    : same(Base64.getEncoder().encodeToString(hash), sent))
        .isPresent();
  }

  /** The URL as Twilio was given it, then each name and value of the form, sorted by name. */
  private boolean byTwilio(Twilio twilio, ReportCall call) {
    StringBuilder signed = new StringBuilder(baseUrl).append(call.rawPath());
    if (!call.query().isEmpty()) {
      signed.append('?').append(call.query());
    }
    Optional<Fields> form = Fields.of(call.body().text());
    if (form.isEmpty()) {
      return false;
    }
    form.get()
        .sorted()
        .forEach((name, values) -> values.forEach(value -> signed.append(name).append(value)));
    byte[] hash =
        hash("HmacSHA1", twilio.authToken(), signed.toString().getBytes(StandardCharsets.UTF_8));
    return call.header("x-twilio-signature")
        .filter(sent -> same(Base64.getEncoder().encodeToString(hash), sent.strip()))
        .isPresent();
  }

  private static boolean comesFrom(List<AddressRange> sources, String source) {
    return AddressRange.address(source)
        .filter(address -> sources.stream().anyMatch(range -> range.contains(address)))
        .isPresent();
  }

  private byte[] hash(String algorithm, SecretReference secret, byte[] text) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(reveal(secret).getBytes(StandardCharsets.UTF_8), algorithm));
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(algorithm + " is part of every Java runtime", e);
    }
  }

  private boolean same(SecretReference secret, Optional<String> sent) {
    return sent.filter(text -> same(reveal(secret), text)).isPresent();
  }

  private static boolean same(String expected, String sent) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
  }

  private String reveal(SecretReference reference) {
    Secret secret = secrets.get(reference);
    if (secret == null) {
      throw new IllegalStateException(reference.name() + " was there when the gateway was opened");
    }
    return secret.reveal();
  }
}
