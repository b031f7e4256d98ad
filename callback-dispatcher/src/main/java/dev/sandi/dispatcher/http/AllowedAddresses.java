package dev.sandi.dispatcher.http;

import dev.sandi.runtime.ConfigurationException;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Public addresses, and ranges of others that an installation opens. What belongs to the machine
 * itself or to its cloud stays closed inside of any range.
 */
final class AllowedAddresses implements AddressRule {

  private static final List<Cidr> NEVER =
      Stream.of(
              "0.0.0.0/8", // this network
              "127.0.0.0/8", // loopback
              "169.254.0.0/16", // link-local, where most metadata services are
              "100.100.100.200/32", // metadata
              "168.63.129.16/32", // a cloud's platform
              "192.0.0.192/32", // metadata
              "224.0.0.0/3", // multicast, reserved, broadcast
              "::/16", // unspecified, loopback, and IPv4 in other forms
              "64:ff9b::/32", // NAT64: IPv4 behind a translator
              "2001::/32", // Teredo
              "2002::/16", // 6to4
              "fd00:ec2::/32", // metadata
              "fd20:ce::254/128", // metadata
              "fd00:42::42/128", // metadata
              "fe80::/10", // link-local
              "ff00::/8") // multicast
          .map(Cidr::of)
          .toList();

  private final List<Cidr> opened;
  private final AddressRule others = new PublicAddresses();

  private AllowedAddresses(List<Cidr> opened) {
    this.opened = opened;
  }

  /**
   * @param ranges as in {@code 10.20.0.0/16}
   * @throws ConfigurationException if one is not a range, or is closed for good
   */
  static AllowedAddresses of(List<String> ranges) {
    return new AllowedAddresses(ranges.stream().map(AllowedAddresses::range).toList());
  }

  private static Cidr range(String text) {
    try {
      Cidr range = Cidr.exact(text.strip());
      if (NEVER.stream().anyMatch(never -> never.contains(range))) {
        throw invalid(
            text, "is never called: it belongs to this machine, its network or its cloud");
      }
      return range;
    } catch (IllegalArgumentException e) {
      throw invalid(text, "should be a range such as 10.20.0.0/16");
    }
  }

  private static ConfigurationException invalid(String text, String rule) {
    return new ConfigurationException(
        "sandi.dispatcher.allowed-addresses (SANDI_DISPATCHER_ALLOWED_ADDRESSES): '"
            + text
            + "' "
            + rule);
  }

  @Override
  public boolean allows(InetAddress address) {
    return others.allows(address) || (within(opened, address) && !within(NEVER, address));
  }

  private static boolean within(List<Cidr> ranges, InetAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }
}
