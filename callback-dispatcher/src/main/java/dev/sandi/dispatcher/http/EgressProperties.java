package dev.sandi.dispatcher.http;

import dev.sandi.value.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where callbacks may go, and which way.
 *
 * @param allowedAddresses ranges such as {@code 10.20.0.0/16} of receivers that are not public;
 *     none by default
 * @param proxy through which all callbacks go, by HTTP CONNECT
 */
@ConfigurationProperties("sandi.dispatcher")
record EgressProperties(
    @DefaultValue List<String> allowedAddresses, @DefaultValue Proxy proxy, @DefaultValue Tls tls) {

  /**
   * The way out.
   *
   * @param url {@code http://host:port}; empty for none
   * @param username what the proxy asks for; empty if it does not
   */
  record Proxy(
      @DefaultValue("") String url, @DefaultValue("") String username, @Nullable Secret password) {}

  /**
   * PEM files; empty for none.
   *
   * @param authorities that are trusted beside those of the Java runtime
   * @param certificate shown to a receiver that asks for one, and what leads to its authority
   * @param privateKey of that certificate, PKCS#8, not encrypted
   */
  record Tls(
      @DefaultValue("") String authorities,
      @DefaultValue("") String certificate,
      @DefaultValue("") String privateKey) {}

  static EgressProperties none() {
    return new EgressProperties(List.of(), new Proxy("", "", null), new Tls("", "", ""));
  }
}
