package dev.sandi.ingress.source;

import dev.sandi.value.InvalidValueException;
import java.net.InetAddress;

/** A range of addresses, as in {@code 10.0.0.0/8}; a single address is a range of one. */
record Network(InetAddress base, int prefixLength) {

  /**
   * Reads a range.
   *
   * @throws InvalidValueException if it is none; names are not looked up
   */
  static Network of(String text) {
    int slash = text.indexOf('/');
    InetAddress base =
        Address.read(slash < 0 ? text : text.substring(0, slash)).orElseThrow(() -> invalid(text));
    int bits = base.getAddress().length * 8;
    String length = slash < 0 ? String.valueOf(bits) : text.substring(slash + 1);
    if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > bits) {
      throw invalid(text);
    }
    return new Network(base, Integer.parseInt(length));
  }

  private static InvalidValueException invalid(String text) {
    return new InvalidValueException("'" + text + "' is not a range of addresses like 10.0.0.0/8");
  }

  boolean contains(InetAddress address) {
    byte[] network = base.getAddress();
    byte[] bytes = address.getAddress();
    if (bytes.length != network.length) {
      return false;
    }
    for (int bit = 0; bit < prefixLength; bit++) {
      int mask = 0x80 >>> (bit % 8);
      if (((bytes[bit / 8] ^ network[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
