package dev.sandi.processor.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a provider sent to the ingress, who looks at none of it. {@link #toString} hides it.
 *
 * @param method {@code GET} or {@code POST}
 * @param secret the last step of the path, decoded, if there was one behind the gateway's name
 * @param rawPath of the URL behind the gateway's name, as it came
 * @param query of the URL, as it came
 * @param source address that it came from
 * @param headers by name, the values of one name separated by commas
 * @param body base64 in JSON, at most 64 KiB of bytes
 */
record ReportCall(
    String method,
    @Nullable String secret,
    @JsonProperty("raw_path") String rawPath,
    String query,
    String source,
    Map<String, String> headers,
    ReportBody body) {

  ReportCall {
    rawPath = rawPath == null ? "" : rawPath;
    query = query == null ? "" : query;
    source = source == null ? "" : source;
    headers = lowerCase(headers == null ? Map.of() : headers);
    body = body == null ? ReportBody.EMPTY : body;
  }

  private static Map<String, String> lowerCase(Map<String, String> headers) {
    Map<String, String> copy = new HashMap<>();
    headers.forEach((name, value) -> copy.put(name.toLowerCase(Locale.ROOT), value));
    return Map.copyOf(copy);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  @Override
  public String toString() {
    return "ReportCall[" + method + "]";
  }
}
