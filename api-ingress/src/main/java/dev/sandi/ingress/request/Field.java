package dev.sandi.ingress.request;

import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.value.CallbackUrl;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.OtpCode;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SmsTemplate;
import dev.sandi.value.TimeLimit;
import java.math.BigInteger;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A field that clients send: how it is read, and how its faults are told. An optional field that is
 * {@code null} or an empty string counts as absent.
 */
public final class Field<T> {

  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,20}");

  /** Fewer digits are an int. */
  private static final int INT_DIGITS = 10;

  /**
   * Good ones by their hash: an app sends nearly always the same. However many come, no more are
   * kept.
   */
  private static final AtomicReferenceArray<CallbackUrl> KNOWN_URLS =
      new AtomicReferenceArray<>(256);

  public static final Field<PhoneNumber> MSISDN =
      new Field<>(
          "msisdn",
          Fault.INVALID_MSISDN,
          true,
          node -> PhoneNumber.of(textOrInteger(node, "msisdn")));
  public static final Field<SmsTemplate> TEMPLATE =
      new Field<>(
          "template",
          Fault.INVALID_TEMPLATE,
          false,
          node -> new SmsTemplate(text(node, "template")));
  public static final Field<String> TEMPLATE_NAME =
      new Field<>(
          "template_name", Fault.INVALID_TEMPLATE, false, node -> text(node, "template name"));
  public static final Field<OtpCode> OTP =
      new Field<>("otp", Fault.INVALID_OTP, false, node -> OtpCode.of(text(node, "otp")));
  public static final Field<TimeLimit> TIME_LIMIT =
      new Field<>(
          "time_limit", Fault.INVALID_TIME_LIMIT, false, node -> new TimeLimit(seconds(node)));
  public static final Field<ChallengeName> CHALLENGE =
      new Field<>(
          "challenge",
          Fault.INVALID_CHALLENGE,
          false,
          node -> new ChallengeName(text(node, "challenge")));
  public static final Field<CallbackUrl> CALLBACK_URL =
      new Field<>(
          "callback_url",
          Fault.INVALID_CALLBACK_URL,
          false,
          node -> callbackUrl(text(node, "callback url")));

  private final String name;
  private final Fault fault;
  private final boolean emptyIsFault;
  private final Function<JsonNode, T> reader;

  private Field(String name, Fault fault, boolean emptyIsFault, Function<JsonNode, T> reader) {
    this.name = name;
    this.fault = fault;
    this.emptyIsFault = emptyIsFault;
    this.reader = reader;
  }

  /**
   * Reads the field.
   *
   * @throws Refusal 400 if it breaks its rule
   */
  public Optional<T> in(JsonBody body) {
    Optional<JsonNode> node = body.find(name);
    if (node.isEmpty() || (!emptyIsFault && isEmptyText(node.get()))) {
      return Optional.empty();
    }
    try {
      return Optional.of(reader.apply(node.get()));
    } catch (InvalidValueException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads the field.
   *
   * @throws Refusal 400 if it is absent or breaks its rule
   */
  public T requiredIn(JsonBody body) {
    return in(body).orElseThrow(() -> invalid(words() + " is required"));
  }

  /** What to answer if the field breaks {@code rule}. */
  public Refusal invalid(String rule) {
    return fault.refusal(rule);
  }

  private String words() {
    return name.replace('_', ' ');
  }

  private static boolean isEmptyText(JsonNode node) {
    return node.isString() && node.stringValue().isEmpty();
  }

  private static String text(JsonNode node, String words) {
    if (!node.isString()) {
      throw new InvalidValueException(words + " should be a string");
    }
    String text = node.stringValue();
    // Half a surrogate pair has no UTF-8, so no event could carry it.
    for (int i = 0; i < text.length(); i++) {
      if (Character.isHighSurrogate(text.charAt(i))
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(text.charAt(i))) {
        throw new InvalidValueException(words + " should be valid Unicode");
      }
    }
    return text;
  }

  private static CallbackUrl callbackUrl(String text) {
    int hash = text.hashCode();
    int place = (hash ^ hash >>> 16) & (KNOWN_URLS.length() - 1);
    CallbackUrl known = KNOWN_URLS.get(place);
    if (known == null || !known.value().equals(text)) {
      known = CallbackUrl.of(text);
      KNOWN_URLS.set(place, known);
    }
    return known;
  }

  /** Phone numbers come as numbers, too. */
  private static String textOrInteger(JsonNode node, String words) {
    return node.isIntegralNumber() ? node.asString() : text(node, words);
  }

  /** The contract has a string; half of its clients send an integer. */
  private static int seconds(JsonNode node) {
    if (node.isInt()) {
      return node.intValue();
    }
    if (!node.isIntegralNumber() && !node.isString()) {
      throw new InvalidValueException("time limit should be a string or an integer");
    }
    String text = textOrInteger(node, "time limit");
    if (!INTEGER.matcher(text).matches()) {
      throw new InvalidValueException("time limit should be a whole number of seconds");
    }
    if (text.length() < INT_DIGITS) {
      return Integer.parseInt(text);
    }
    // What an int cannot hold is out of the rule's range as well.
    return new BigInteger(text)
        .min(BigInteger.valueOf(Integer.MAX_VALUE))
        .max(BigInteger.valueOf(-1))
        .intValue();
  }
}
