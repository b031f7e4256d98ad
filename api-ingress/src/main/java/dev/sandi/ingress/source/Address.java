package dev.sandi.ingress.source;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads addresses as they stand in headers and settings, and never asks a name server. */
final class Address {

  private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";

  /** Some proxies add the port. */
  private static final Pattern V4 =
      Pattern.compile("(" + BYTE + "(?:\\." + BYTE + "){3})(?::[0-9]{1,5})?");

  private static final Pattern V6 =
      Pattern.compile("\\[([0-9a-fA-F:.]{2,45})](?::[0-9]{1,5})?|([0-9a-fA-F:.]{2,45})");

  private Address() {}

  /** An address; empty if the text is none. IPv4 that is mapped into IPv6 is IPv4. */
  static Optional<InetAddress> read(String text) {
    var v4 = V4.matcher(text);
    if (v4.matches()) {
      return parse(v4.group(1));
    }
    var v6 = V6.matcher(text);
    if (!v6.matches() || text.indexOf(':') < 0) {
      return Optional.empty();
    }
    return parse(v6.group(1) == null ? v6.group(2) : v6.group(1));
  }

  /** Of what looks like an address the JDK looks nothing up. */
  private static Optional<InetAddress> parse(String literal) {
    try {
      return literal.indexOf(':') < 0 || literal.indexOf(':') != literal.lastIndexOf(':')
          ? Optional.of(InetAddress.getByName(literal))
          : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
