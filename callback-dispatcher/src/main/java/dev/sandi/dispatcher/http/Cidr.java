package dev.sandi.dispatcher.http;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A range of addresses, as in {@code 10.0.0.0/8}. */
final class Cidr {

  private final byte[] network;
  private final int prefixLength;

  private Cidr(byte[] network, int prefixLength) {
    this.network = network;
    this.prefixLength = prefixLength;
  }

  /**
   * Never asks for a name.
   *
   * @throws IllegalArgumentException if it is not a range
   */
  static Cidr of(String text) {
    int slash = text.indexOf('/');
    byte @Nullable [] network =
        slash < 0 ? null : NetUtil.createByteArrayFromIpAddressString(text.substring(0, slash));
    if (network == null || !text.substring(slash + 1).matches("\\d{1,3}")) {
      throw new IllegalArgumentException(text + " is not a range of addresses");
    }
    int prefixLength = Integer.parseInt(text.substring(slash + 1));
    if (prefixLength > network.length * 8) {
      throw new IllegalArgumentException(text + " is not a range of addresses");
    }
    return new Cidr(network, prefixLength);
  }

  /** As {@link #of}, but refuses an address within the range, such as {@code 10.1.0.0/8}. */
  static Cidr exact(String text) {
    Cidr range = of(text);
    if (!Arrays.equals(range.network, range.first())) {
      throw new IllegalArgumentException(text + " is not the beginning of a range");
    }
    return range;
  }

  private byte[] first() {
    byte[] first = network.clone();
    for (int bit = prefixLength; bit < first.length * 8; bit++) {
      first[bit / 8] &= (byte) ~(0x80 >>> (bit % 8));
    }
    return first;
  }

  boolean contains(InetAddress address) {
    return contains(address.getAddress());
  }

  boolean contains(Cidr other) {
    return prefixLength <= other.prefixLength && contains(other.network);
  }

  private boolean contains(byte[] bytes) {
    if (bytes.length != network.length) {
      return false;
    }
    int whole = prefixLength / 8;
    for (int i = 0; i < whole; i++) {
      if (bytes[i] != network[i]) {
        return false;
      }
    }
    int rest = prefixLength % 8;
    return rest == 0 || ((bytes[whole] ^ network[whole]) & 0xFF) >>> (8 - rest) == 0;
  }
}
