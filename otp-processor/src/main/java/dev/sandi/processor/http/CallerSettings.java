package dev.sandi.processor.http;

import dev.sandi.processor.gateway.SecretReference;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who we are to a provider: one of the two schemes of the header {@code Authorization}. Others are
 * a header with a secret in it.
 */
record CallerSettings(@Nullable Basic basic, @Nullable SecretReference bearer) {

  /** RFC 7617, in UTF-8. */
  record Basic(Template username, SecretReference password) {

    Basic {
      Rules.require(username != null && password != null, "should have username and password");
      Rules.require(
          username.placeholders().findAny().isEmpty(), "username should have no placeholders");
    }
  }

  CallerSettings {
    Rules.require(Rules.one(basic, bearer), "should be either basic or bearer");
  }

  Stream<SecretReference> secrets() {
    return basic != null
        ? Stream.concat(basic.username().secrets(), Stream.of(basic.password()))
        : Stream.ofNullable(bearer);
  }

  String header(Values values) {
    if (basic != null) {
      String credentials = basic.username().fill(values) + ":" + values.of(basic.password());
      return "Basic "
          + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }
    return bearer == null ? "" : "Bearer " + values.of(bearer);
  }
}
