package dev.sandi.processor.http;

import dev.sandi.processor.gateway.SecretReference;
import dev.sandi.processor.gateway.Sms;
import dev.sandi.value.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Makes the request that submits a message. */
final class ComposeRequest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpSettings settings;
  private final Map<SecretReference, Secret> secrets;
  private final String reportUrl;
  private final Clock clock;

  /**
   * @param reportUrl where the provider is to send its reports; empty if it sends none
   */
  ComposeRequest(
      HttpSettings settings, Map<SecretReference, Secret> secrets, String reportUrl, Clock clock) {
    this.settings = settings;
    this.secrets = Map.copyOf(secrets);
    this.reportUrl = reportUrl;
    this.clock = clock;
  }

  ProviderRequest of(Sms sms) {
    Values values = new MessageValues(settings, secrets, reportUrl, sms, clock.instant());
    RequestSettings request = settings.request();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("User-Agent", "Sandi/1");
    headers.put("Accept", "*/*");
    byte[] body = body(request, values, headers);
    if (settings.authentication() != null) {
      headers.put("Authorization", settings.authentication().header(values));
    }
    request
        .headers()
        .forEach(
            (name, value) -> {
              headers.keySet().removeIf(name::equalsIgnoreCase);
              headers.put(name, value.fill(values));
            });
    return new ProviderRequest(request.method().name(), uri(request, values), headers, body);
  }

  private static byte[] body(RequestSettings request, Values values, Map<String, String> headers) {
    if (request.json() != null) {
      headers.put("Content-Type", "application/json");
      return JSON.writeValueAsBytes(request.json().fill(values));
    }
    if (request.form() != null) {
      headers.put("Content-Type", "application/x-www-form-urlencoded");
      return parameters(request.form(), values).getBytes(StandardCharsets.US_ASCII);
    }
    return new byte[0];
  }

  private static URI uri(RequestSettings request, Values values) {
    String url = request.url().fill(values, ComposeRequest::encode);
    if (request.query().isEmpty()) {
      return URI.create(url);
    }
    return URI.create(url + (url.contains("?") ? "&" : "?") + parameters(request.query(), values));
  }

  private static String parameters(Map<String, Template> fields, Values values) {
    return fields.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue().fill(values)))
        .collect(Collectors.joining("&"));
  }

  /** Right for a form, a query and a step of a path alike: none of them has a plus or a space. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
