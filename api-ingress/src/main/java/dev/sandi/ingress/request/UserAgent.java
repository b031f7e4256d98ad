package dev.sandi.ingress.request;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** What a client calls itself. */
public final class UserAgent {

  private static final int LONGEST = 256;

  private UserAgent() {}

  /** The header {@code User-Agent}, cut to 256 characters; null if there is none. */
  public static @Nullable String of(HttpServletRequest request) {
    String header = request.getHeader("User-Agent");
    if (header == null || header.isBlank()) {
      return null;
    }
    return header.length() <= LONGEST ? header : header.substring(0, LONGEST);
  }
}
