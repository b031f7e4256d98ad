package dev.sandi.dispatcher.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Addresses of the public internet, after IANA's registries of special-purpose addresses (RFC 6890)
 * and what clouds put beside them. Java reads IPv4-mapped addresses ({@code ::ffff:0:0/96}) as
 * IPv4.
 */
final class PublicAddresses implements AddressRule {

  private static final List<Cidr> SPECIAL_V4 =
      ranges(
          "0.0.0.0/8", // this network
          "10.0.0.0/8", // private
          "100.64.0.0/10", // shared by carriers (RFC 6598); metadata of one cloud
          "127.0.0.0/8", // loopback
          "168.63.129.16/32", // a cloud's platform, seen from its machines only
          "169.254.0.0/16", // link-local, where most metadata services are
          "172.16.0.0/12", // private
          "192.0.0.0/24", // protocol assignments
          "192.0.2.0/24", // documentation
          "192.88.99.0/24", // relays of 6to4
          "192.168.0.0/16", // private
          "198.18.0.0/15", // benchmarks
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "224.0.0.0/4", // multicast
          "240.0.0.0/4"); // reserved, and broadcast

  /** All unicast addresses that were ever given out; NAT64, unique local and the rest are not. */
  private static final Cidr UNICAST_V6 = Cidr.of("2000::/3");

  private static final List<Cidr> SPECIAL_V6 =
      ranges(
          "2001::/23", // protocol assignments: Teredo, benchmarks, ORCHID
          "2001:db8::/32", // documentation
          "2002::/16", // 6to4, which carries any IPv4 address
          "3fff::/20"); // documentation (RFC 9637)

  @Override
  public boolean allows(InetAddress address) {
    return address instanceof Inet4Address
        ? !within(SPECIAL_V4, address)
        : UNICAST_V6.contains(address) && !within(SPECIAL_V6, address);
  }

  private static boolean within(List<Cidr> ranges, InetAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  private static List<Cidr> ranges(String... texts) {
    return Stream.of(texts).map(Cidr::of).toList();
  }
}
