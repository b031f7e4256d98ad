package dev.sandi.processor.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sandi.processor.gateway.SecretReference;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a report is known to be the provider's. All that are given must be right, and one must be.
 *
 * @param path a secret that is the last step of the URL
 * @param query a secret in a parameter of the URL
 * @param header a secret in a header
 * @param basic what the provider shows in {@code Authorization}
 * @param hmac a signature of the body
 * @param twilio Twilio's signature, {@code X-Twilio-Signature}
 * @param sources addresses and ranges, such as {@code 203.0.113.0/24}
 */
record ReportAuthentication(
    @Nullable SecretReference path,
    @Nullable Named query,
    @Nullable Named header,
    @Nullable Basic basic,
    @Nullable Hmac hmac,
    @Nullable Twilio twilio,
    @Nullable List<AddressRange> sources) {

  /** A secret, and the name under which it comes. */
  record Named(String name, SecretReference secret) {
    Named {
      Rules.require(name != null && secret != null, "should have name and secret");
    }
  }

  record Basic(String username, SecretReference password) {
    Basic {
      Rules.require(username != null && password != null, "should have username and password");
    }
  }

  /** A signature with the account's token over the URL and the sorted fields of the form. */
  record Twilio(SecretReference authToken) {
    Twilio {
      Rules.require(authToken != null, "should have auth_token");
    }
  }

  /**
   * A keyed hash of the body's bytes.
   *
   * @param prefix what stands before it in the header, such as {@code sha256=}
   */
  record Hmac(
      String header,
      SecretReference secret,
      Algorithm algorithm,
      Encoding encoding,
      String prefix) {

    Hmac {
      Rules.require(header != null && secret != null, "should have header and secret");
      algorithm = algorithm == null ? Algorithm.SHA256 : algorithm;
      encoding = encoding == null ? Encoding.HEX : encoding;
      prefix = prefix == null ? "" : prefix;
    }
  }

  /** Of a keyed hash. */
  enum Algorithm {
    @JsonProperty("sha1")
    SHA1("HmacSHA1"),
    @JsonProperty("sha256")
    SHA256("HmacSHA256"),
    @JsonProperty("sha512")
    SHA512("HmacSHA512");

    private final String javaName;

    Algorithm(String javaName) {
      this.javaName = javaName;
    }

    String javaName() {
      return javaName;
    }
  }

  /** How bytes are written. */
  enum Encoding {
    @JsonProperty("hex")
    HEX,
    @JsonProperty("base64")
    BASE64
  }

  ReportAuthentication {
    sources = sources == null ? null : List.copyOf(sources);
    Rules.require(
        Stream.of(path, query, header, basic, hmac, twilio).anyMatch(Objects::nonNull)
            || (sources != null && !sources.isEmpty()),
        "should have at least one of path, query, header, basic, hmac, twilio, sources");
  }

  Stream<SecretReference> secrets() {
    return Stream.of(
            path,
            query == null ? null : query.secret(),
            header == null ? null : header.secret(),
            basic == null ? null : basic.password(),
            hmac == null ? null : hmac.secret(),
            twilio == null ? null : twilio.authToken())
        .filter(Objects::nonNull);
  }
}
