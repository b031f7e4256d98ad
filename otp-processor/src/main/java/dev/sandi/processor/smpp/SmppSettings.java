package dev.sandi.processor.smpp;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.sandi.processor.gateway.SecretReference;
import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a gateway: one account at an SMSC.
 *
 * @param hosts of the SMSC; binds are spread over them, and go to the next one when one is away
 * @param binds of each type that {@code mode} asks for
 * @param statuses what a {@code command_status} means, where that differs from {@link
 *     CommandStatus}
 * @param reasons what the network codes of reports mean, slugs by {@link Receipt#canonical}
 */
record SmppSettings(
    List<SmscAddress> hosts,
    Login login,
    BindMode mode,
    Binds binds,
    @Nullable Tls tls,
    Pace pace,
    MessageFormat format,
    MessageIds messageIds,
    Map<Integer, Meaning> statuses,
    Map<String, String> reasons) {

  private static final Duration ENQUIRE_LINK = Duration.ofSeconds(30);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final int WINDOW = 10;
  private static final Pattern SLUG = Pattern.compile("[a-z][a-z0-9_]{0,63}");

  SmppSettings {
    hosts = List.copyOf(hosts);
    statuses = Map.copyOf(statuses);
    reasons = Map.copyOf(reasons);
    Rule.requireRange("hosts", hosts.size(), 1, 16);
  }

  /** As an operator writes them; what is left out has its default. */
  @JsonCreator
  static SmppSettings of(
      @Nullable List<SmscAddress> hosts,
      @Nullable String systemId,
      @Nullable SecretReference password,
      @Nullable String systemType,
      @Nullable BindMode mode,
      @Nullable Binds binds,
      @Nullable Tls tls,
      @Nullable Integer window,
      @Nullable Integer rate,
      @Nullable Duration enquireLink,
      @Nullable Duration answerTimeout,
      @Nullable Duration connectTimeout,
      @Nullable Source source,
      @Nullable Map<String, Source> sources,
      @Nullable Numbering destination,
      @Nullable DataCodings dataCoding,
      @Nullable LongMessages longMessages,
      @Nullable String serviceType,
      @Nullable Validity validity,
      @Nullable Integer registeredDelivery,
      @Nullable Integer priority,
      @Nullable MessageIds messageId,
      @Nullable Map<String, Meaning> statuses,
      @Nullable Map<String, String> reasons) {
    return new SmppSettings(
        required("hosts", hosts),
        new Login(
            required("system_id", systemId), required("password", password), or(systemType, "")),
        or(mode, BindMode.TRANSCEIVER),
        or(binds, Binds.ONE),
        tls,
        new Pace(
            or(window, WINDOW),
            or(rate, 0),
            or(enquireLink, ENQUIRE_LINK),
            or(answerTimeout, ANSWER_TIMEOUT),
            or(connectTimeout, CONNECT_TIMEOUT)),
        new MessageFormat(
            or(source, Source.NONE),
            byApp(or(sources, Map.of())),
            or(destination, Numbering.E164),
            or(dataCoding, DataCodings.USUAL),
            or(longMessages, LongMessages.UDH),
            or(serviceType, ""),
            or(validity, Validity.RELATIVE),
            or(registeredDelivery, 1),
            or(priority, 0)),
        or(messageId, MessageIds.TEXT),
        byCode(or(statuses, Map.of())),
        byNetworkCode(or(reasons, Map.of())));
  }

  /** The same, with answers that are waited for so long. */
  SmppSettings answeredWithin(Duration timeout) {
    return new SmppSettings(
        hosts,
        login,
        mode,
        binds,
        tls,
        new Pace(pace.window(), pace.rate(), pace.enquireLink(), timeout, pace.connectTimeout()),
        format,
        messageIds,
        statuses,
        reasons);
  }

  /** How a bind submits long texts, by its number from 0. */
  LongMessages longMessages(int bind) {
    return or(binds.each().get(bind).longMessages(), format.longMessages());
  }

  private static <T> T required(String setting, @Nullable T value) {
    if (value == null) {
      throw new InvalidValueException(setting + ": is required");
    }
    return value;
  }

  private static <T> T or(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }

  private static Map<AppId, Source> byApp(Map<String, Source> sources) {
    Map<AppId, Source> byApp = new HashMap<>();
    sources.forEach((app, source) -> byApp.put(new AppId(app), source));
    return byApp;
  }

  private static Map<String, String> byNetworkCode(Map<String, String> reasons) {
    Map<String, String> byCode = new HashMap<>();
    reasons.forEach(
        (code, reason) -> {
          if (!SLUG.matcher(reason).matches()) {
            throw new InvalidValueException(
                "reasons: a reason should be a slug such as absent_subscriber");
          }
          byCode.put(Receipt.canonical(code), reason);
        });
    return byCode;
  }

  private static Map<Integer, Meaning> byCode(Map<String, Meaning> statuses) {
    Map<Integer, Meaning> byCode = new HashMap<>();
    statuses.forEach((code, meaning) -> byCode.put(CommandStatus.parse(code), meaning));
    return byCode;
  }
}
