package dev.sandi.processor.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What providers send, as the ingress forwards it. */
final class Calls {

  private Calls() {}

  static ReportCall post(String url, Map<String, String> headers, String body) {
    return call("POST", url, headers, body);
  }

  static ReportCall get(String url) {
    return call("GET", url, Map.of(), "");
  }

  /**
   * @param url the address that the provider was given, with what it adds
   */
  static ReportCall call(String method, String url, Map<String, String> headers, String body) {
    URI uri = URI.create(url);
    String behind = uri.getRawPath().replaceFirst("^/v2/reports/[^/]+", "");
    return new ReportCall(
        method,
        behind.isEmpty() ? null : URI.create(behind).getPath().substring(1),
        behind,
        uri.getRawQuery(),
        "192.0.2.7",
        headers,
        ReportBody.of(body.getBytes(UTF_8)));
  }

  static byte[] hash(String algorithm, String key, String text) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), algorithm));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Settings of an example that is shipped, with a fake in the place of the provider. */
  static Map<String, Object> example(String name, String origin, String fake) {
    try {
      Path docs = Path.of("../deploy/docs/gateways");
      String text =
          Files.readString(
              (Files.exists(docs) ? docs : Path.of("deploy/docs/gateways"))
                  .resolve(name + ".yaml"));
      if (!text.contains(origin)) {
        throw new AssertionError("the example does not call " + origin);
      }
      List<?> gateways = (List<?>) Opened.yaml(text.replace(origin, fake)).get("gateways");
      Map<?, ?> gateway = (Map<?, ?>) gateways.get(0);
      if (!"http".equals(gateway.get("kind")) || !name.equals(gateway.get("name"))) {
        throw new AssertionError("not an http gateway of that name");
      }
      @SuppressWarnings("unchecked")
      Map<String, Object> settings = (Map<String, Object>) gateway.get("settings");
      return settings;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
