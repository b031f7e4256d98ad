package dev.sandi.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a customer wants to be called: an absolute {@code http} or {@code https} URL of at most
 * 2,048 characters, without credentials and without a fragment.
 *
 * <p>Whether plain {@code http} is allowed is the app's setting. A query often carries a token, so
 * {@link #toString()} shows the address without it.
 */
public record CallbackUrl(@JsonValue String value) {

  public CallbackUrl {
    if (value.length() > 2048) {
      throw new InvalidValueException("callback url length should be at most 2048 characters");
    }
    URI uri = parse(value);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!uri.isAbsolute() || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new InvalidValueException("callback url should be an absolute https URL");
    }
    if (uri.getRawUserInfo() != null
        || (uri.getRawAuthority() != null && uri.getRawAuthority().contains("@"))) {
      throw new InvalidValueException("callback url should not contain credentials");
    }
    if (uri.getHost() == null || uri.getHost().isEmpty() || uri.getPort() > 65_535) {
      throw new InvalidValueException("callback url should name a host");
    }
    if (uri.getRawFragment() != null) {
      throw new InvalidValueException("callback url should not contain a fragment");
    }
  }

  @JsonCreator
  public static CallbackUrl of(String text) {
    return new CallbackUrl(text);
  }

  public URI uri() {
    return parse(value);
  }

  /** Whether the connection is encrypted. */
  public boolean secure() {
    return value.regionMatches(true, 0, "https:", 0, 6);
  }

  /** Scheme, host in lower case, and port: what shares one endpoint's fate. */
  public String origin() {
    URI uri = uri();
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int port = uri.getPort() >= 0 ? uri.getPort() : secure() ? 443 : 80;
    return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
  }

  private static URI parse(String value) {
    try {
      return new URI(value);
    } catch (URISyntaxException e) {
      throw new InvalidValueException("callback url should be an absolute https URL");
    }
  }

  @Override
  public String toString() {
    int query = value.indexOf('?');
    return query < 0 ? value : value.substring(0, query) + "?***";
  }
}
