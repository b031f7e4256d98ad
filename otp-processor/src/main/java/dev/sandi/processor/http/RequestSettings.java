package dev.sandi.processor.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sandi.processor.gateway.SecretReference;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The request that submits a message.
 *
 * @param url absolute; values are percent-encoded, and there are none in its scheme and host
 * @param query parameters that are added to those of the URL
 * @param headers beside those of {@code authentication}, the length and the body's type
 * @param form the fields of a body in {@code application/x-www-form-urlencoded}
 * @param json a body in JSON; not together with {@code form}
 */
record RequestSettings(
    Method method,
    Template url,
    Map<String, Template> query,
    Map<String, Template> headers,
    @Nullable Map<String, Template> form,
    @Nullable JsonTemplate json) {

  /** How it is asked. */
  enum Method {
    @JsonProperty("GET")
    GET,
    @JsonProperty("POST")
    POST,
    @JsonProperty("PUT")
    PUT
  }

  private static final Pattern ORIGIN =
      Pattern.compile("(https?)://(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9.-]+)(:[0-9]{1,5})?(?=[/?]|$).*");

  /** Behind its host; before a placeholder, the head alone could be any part of one. */
  private static final Pattern ENDED = Pattern.compile("://[^/?]+[/?]");

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");

  /** What frames the message, or carries what was not asked for. */
  private static final Set<String> RESERVED =
      Set.of(
          "host",
          "content-length",
          "transfer-encoding",
          "connection",
          "expect",
          "upgrade",
          "te",
          "trailer",
          "cookie",
          "accept-encoding");

  RequestSettings {
    method = method == null ? Method.POST : method;
    query = copy(query);
    headers = copy(headers);
    form = form == null ? null : copy(form);
    Rules.require(url != null, "url is required");
    Rules.require(
        ORIGIN.matcher(url.head()).matches() && (url.isPlain() || ENDED.matcher(url.head()).find()),
        "url should be an absolute http URL without placeholders in its host");
    Rules.require(form == null || json == null, "should have form or json, and not both");
    Rules.require(
        method != Method.GET || (form == null && json == null), "a GET has no form and no json");
    for (Map.Entry<String, Template> header : headers.entrySet()) {
      Rules.require(
          TOKEN.matcher(header.getKey()).matches()
              && !RESERVED.contains(header.getKey().toLowerCase(Locale.ROOT)),
          "headers: " + header.getKey() + " cannot be set");
      Rules.require(
          header.getValue().placeholders().noneMatch("text"::equals),
          "headers: {text} should not be in a header, where it may have no line breaks");
    }
  }

  /** In the order in which they were given. */
  private static Map<String, Template> copy(@Nullable Map<String, Template> templates) {
    Map<String, Template> copy = new LinkedHashMap<>(templates == null ? Map.of() : templates);
    Rules.require(
        copy.values().stream().noneMatch(Objects::isNull),
        "query, headers and form should have no empty values; write \"\" for one");
    return Collections.unmodifiableMap(copy);
  }

  /** Every template, with the name of its setting. */
  Stream<Map.Entry<String, Template>> templates() {
    return Stream.of(
            Stream.of(Map.entry("url", url)),
            named("query", query),
            named("headers", headers),
            named("form", form == null ? Map.of() : form))
        .flatMap(each -> each);
  }

  private static Stream<Map.Entry<String, Template>> named(
      String setting, Map<String, Template> templates) {
    return templates.entrySet().stream()
        .map(each -> Map.entry(setting + "." + each.getKey(), each.getValue()));
  }

  List<String> placeholders() {
    return Stream.concat(
            templates().flatMap(each -> each.getValue().placeholders()),
            json == null ? Stream.empty() : json.placeholders())
        .distinct()
        .toList();
  }

  Stream<SecretReference> secrets() {
    return Stream.concat(
        templates().flatMap(each -> each.getValue().secrets()),
        json == null ? Stream.empty() : json.secrets());
  }

  boolean isEncrypted() {
    return url.head().startsWith("https:");
  }

  /** Whether the host is this machine, by its address or by the name that always is it. */
  boolean isLocal() {
    var origin = ORIGIN.matcher(url.head());
    String host = origin.matches() ? String.valueOf(origin.group(2)) : "";
    if (host.equals("localhost")) {
      return true;
    }
    if (!host.startsWith("[") && !host.matches("[0-9.]+")) {
      return false;
    }
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Scheme, host and port, which say nothing that is secret. */
  String origin() {
    var origin = ORIGIN.matcher(url.head());
    if (!origin.matches()) {
      return "";
    }
    String port = origin.group(3);
    return origin.group(1) + "://" + origin.group(2) + (port == null ? "" : port);
  }
}
