package dev.sandi.dispatcher.endpoint;

import dev.sandi.runtime.SandiProperties;
import dev.sandi.value.Secret;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * What the services show each other. Asked for by each handler itself: a filter by path would have
 * to read paths exactly as the dispatcher does, escapes and path parameters included.
 */
@Component
public class InternalToken {

  private final @Nullable Secret expected;

  /** Without a token nobody passes. */
  InternalToken(SandiProperties properties) {
    Secret token = properties.internalToken();
    boolean missing = token == null || token.reveal().isBlank();
    this.expected =
        missing ? null : Secret.of("Bearer " + properties.requiredInternalToken().reveal());
  }

  /**
   * Lets only the other services pass.
   *
   * @param authorization the request's {@code Authorization} header
   * @throws ResponseStatusException 401 if it is not the token
   */
  public void require(@Nullable String authorization) {
    if (authorization == null || expected == null || !expected.equals(Secret.of(authorization))) {
      throw new ResponseStatusException(HttpStatus.UNAUTHORIZED);
    }
  }
}
