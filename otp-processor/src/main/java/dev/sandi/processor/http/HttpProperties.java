package dev.sandi.processor.http;

import dev.sandi.runtime.ConfigurationException;
import java.net.URI;
import java.net.URISyntaxException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the world finds us.
 *
 * @param publicUrl of the ingress, as providers reach it, such as {@code https://otp.example.com};
 *     empty if no provider is to send delivery reports
 */
@ConfigurationProperties("sandi.processor.http")
record HttpProperties(@DefaultValue("") String publicUrl) {

  HttpProperties {
    publicUrl = publicUrl.strip().replaceAll("/+$", "");
    if (!publicUrl.isEmpty() && !isUrl(publicUrl)) {
      throw new ConfigurationException(
          "sandi.processor.http.public-url (SANDI_PUBLIC_URL) should be an http URL such as"
              + " https://otp.example.com");
    }
  }

  private static boolean isUrl(String text) {
    try {
      URI url = new URI(text);
      return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
          && url.getHost() != null
          && url.getRawQuery() == null
          && url.getRawFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
