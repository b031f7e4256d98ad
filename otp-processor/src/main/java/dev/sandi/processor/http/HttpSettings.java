package dev.sandi.processor.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sandi.processor.gateway.SecretReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that there is to know of a provider. {@code deploy/docs/gateways/http.md} tells of each
 * setting.
 *
 * @param tls of private authorities, and by certificates of ours; absent: the JDK's authorities
 * @param sender source address of apps that {@code senders} does not name
 * @param choices placeholders of an operator's own
 * @param window most requests without an answer, and so connections, of each copy
 * @param perSecond most requests in a second, of each copy; absent for no limit
 * @param timeout over a whole exchange, from the name's resolution to the last byte
 * @param serverErrors what answers of 5xx mean that no rule is for
 * @param pause after an answer of 429 without {@code Retry-After}
 */
record HttpSettings(
    RequestSettings request,
    @Nullable CallerSettings authentication,
    @Nullable TlsSettings tls,
    @Nullable String sender,
    Map<String, String> senders,
    Map<String, Choice> choices,
    Integer window,
    @Nullable Double perSecond,
    Duration timeout,
    Boolean allowPlainHttp,
    Duration shortestValidity,
    Duration longestValidity,
    ServerErrors serverErrors,
    Duration pause,
    List<AnswerRule> answers,
    @Nullable ReportSettings reports) {

  /** Whether an error of the provider's server leaves it open if the message was taken. */
  enum ServerErrors {
    @JsonProperty("ambiguous")
    AMBIGUOUS,
    @JsonProperty("unavailable")
    UNAVAILABLE
  }

  static final Set<String> PLACEHOLDERS =
      Set.of(
          "msisdn",
          "plus_msisdn",
          "text",
          "text_hex",
          "sender",
          "app",
          "session",
          "valid_seconds",
          "valid_minutes",
          "valid_millis",
          "valid_until",
          "report_url");

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,31}");
  private static final int LONGEST_SENDER = 64;

  HttpSettings {
    Rules.require(request != null, "request is required");
    senders = senders == null ? Map.of() : Map.copyOf(senders);
    choices = choices == null ? Map.of() : Map.copyOf(choices);
    window = window == null ? 50 : window;
    timeout = timeout == null ? Duration.ofSeconds(10) : timeout;
    allowPlainHttp = allowPlainHttp != null && allowPlainHttp;
    shortestValidity = shortestValidity == null ? Duration.ofSeconds(1) : shortestValidity;
    longestValidity = longestValidity == null ? Duration.ofDays(2) : longestValidity;
    serverErrors = serverErrors == null ? ServerErrors.AMBIGUOUS : serverErrors;
    pause = pause == null ? Duration.ofSeconds(1) : pause;
    answers = answers == null ? List.of() : List.copyOf(answers);

    Rules.require(window >= 1 && window <= 1000, "window should be between 1 and 1000");
    Rules.require(
        perSecond == null || (perSecond >= 0.1 && perSecond <= 10_000),
        "per_second should be between 0.1 and 10000");
    Rules.between("timeout", timeout, Duration.ofMillis(100), Duration.ofSeconds(15));
    Rules.between("pause", pause, Duration.ofMillis(1), Duration.ofMinutes(5));
    Rules.between("shortest_validity", shortestValidity, Duration.ofSeconds(1), Duration.ofDays(7));
    Rules.between("longest_validity", longestValidity, shortestValidity, Duration.ofDays(7));
    Rules.require(
        allowPlainHttp || request.isEncrypted() || request.isLocal(),
        "request.url should be https; allow_plain_http permits http, by which everybody on the way"
            + " reads the codes");
    Rules.require(tls == null || request.isEncrypted(), "tls needs a request.url of https");
    Rules.require(
        answers.stream().anyMatch(rule -> rule.result() == AnswerRule.Result.ACCEPTED),
        "answers should have a rule with a result of accepted");
    Stream.concat(Stream.ofNullable(sender), senders.values().stream())
        .forEach(
            each ->
                Rules.require(
                    Rules.printable(each, LONGEST_SENDER),
                    "sender should have 1-64 printable characters"));
    for (String name : choices.keySet()) {
      Rules.require(
          NAME.matcher(name).matches() && !PLACEHOLDERS.contains(name),
          "choices should have names of their own in a-z, 0-9 and _");
    }
    requireKnown(request.placeholders(), choices.keySet());
    Rules.require(
        sender != null || !request.placeholders().contains("sender"),
        "{sender} needs the setting sender");
    Rules.require(
        reports != null || !request.placeholders().contains("report_url"),
        "{report_url} needs the setting reports");
  }

  private static void requireKnown(List<String> placeholders, Set<String> own) {
    for (String each : placeholders) {
      Rules.require(
          PLACEHOLDERS.contains(each) || own.contains(each),
          "request: {%s} is no placeholder; there are %s"
              .formatted(
                  each,
                  Stream.concat(PLACEHOLDERS.stream(), own.stream())
                      .sorted()
                      .collect(Collectors.joining(", "))));
    }
  }

  /** All secrets that are referred to. */
  Set<SecretReference> secrets() {
    return Stream.of(
            request.secrets(),
            authentication == null ? Stream.<SecretReference>empty() : authentication.secrets(),
            reports == null ? Stream.<SecretReference>empty() : reports.secrets())
        .flatMap(each -> each)
        .collect(Collectors.toSet());
  }
}
