package dev.sandi.processor.http;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sandi.processor.gateway.SecretReference;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a provider's delivery reports look. A form and a query are read as a JSON object of strings,
 * so that pointers find their fields, too.
 *
 * @param authentication how a report is known to be the provider's
 * @param where what of a call holds the reports
 * @param items where the reports of one call stand; the whole, if absent
 * @param messageId in an item
 * @param state in an item
 * @param delivered states of a message that has arrived
 * @param undelivered states of one that never will
 * @param ignore states that are not final; those in none of the three are ignored as well, and
 *     counted as unknown
 * @param networkCode in an item, the operator's own error code
 * @param reasons slugs by network code
 * @param reason in an item, words that are made into a slug
 * @param answer what the provider is told
 */
record ReportSettings(
    ReportAuthentication authentication,
    Where where,
    Pointer items,
    Pointer messageId,
    Pointer state,
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> delivered,
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> undelivered,
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> ignore,
    @Nullable Pointer networkCode,
    Map<String, String> reasons,
    @Nullable Pointer reason,
    ReportAnswer answer) {

  /** What holds the reports. */
  enum Where {
    @JsonProperty("json")
    JSON,
    @JsonProperty("form")
    FORM,
    @JsonProperty("query")
    QUERY
  }

  /**
   * What a provider is told whose reports were taken.
   *
   * @param body at most 1,024 characters
   */
  record ReportAnswer(Integer status, String contentType, String body) {

    static final ReportAnswer NOTHING = new ReportAnswer(200, "text/plain", "");

    ReportAnswer {
      status = status == null ? 200 : status;
      contentType = contentType == null ? "text/plain" : contentType;
      body = body == null ? "" : body;
      Rules.require(status >= 200 && status < 300, "status should be one of 2xx");
      Rules.require(
          contentType.matches("[a-z]{1,16}/[a-z0-9.+-]{1,64}"),
          "content_type should be a media type such as text/plain");
      Rules.require(body.length() <= 1024, "body should have at most 1024 characters");
    }
  }

  private static final Pattern SLUG = Pattern.compile("[a-z][a-z0-9_]{0,63}");

  ReportSettings {
    Rules.require(authentication != null, "authentication is required");
    Rules.require(messageId != null && state != null, "message_id and state are required");
    where = where == null ? Where.JSON : where;
    items = items == null ? Pointer.of("") : items;
    delivered = delivered == null ? List.of() : List.copyOf(delivered);
    undelivered = undelivered == null ? List.of() : List.copyOf(undelivered);
    ignore = ignore == null ? List.of() : List.copyOf(ignore);
    reasons = reasons == null ? Map.of() : Map.copyOf(reasons);
    answer = answer == null ? ReportAnswer.NOTHING : answer;
    Rules.require(
        !delivered.isEmpty() && !undelivered.isEmpty(),
        "delivered and undelivered should have a state each");
    List<String> states = Stream.of(delivered, undelivered, ignore).flatMap(List::stream).toList();
    Rules.require(
        states.stream().distinct().count() == states.size(), "a state should have one meaning");
    for (String slug : reasons.values()) {
      Rules.require(SLUG.matcher(slug).matches(), "reasons should be slugs such as unreachable");
    }
  }

  Stream<SecretReference> secrets() {
    return authentication.secrets();
  }
}
