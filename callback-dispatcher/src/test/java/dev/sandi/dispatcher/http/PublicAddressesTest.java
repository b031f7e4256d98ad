package dev.sandi.dispatcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {

  private final PublicAddresses rule = new PublicAddresses();

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, unspecified",
    "0.255.255.255, this network",
    "10.0.0.0, private",
    "10.255.255.255, private",
    "100.64.0.1, carriers",
    "100.100.100.200, metadata",
    "100.127.255.255, carriers",
    "127.0.0.1, loopback",
    "127.255.255.254, loopback",
    "168.63.129.16, a cloud's platform",
    "169.254.0.1, link-local",
    "169.254.169.254, metadata",
    "172.16.0.1, private",
    "172.31.255.255, private",
    "192.0.0.192, metadata",
    "192.0.2.1, documentation",
    "192.88.99.1, 6to4 relay",
    "192.168.0.1, private",
    "198.18.0.1, benchmark",
    "198.19.255.255, benchmark",
    "198.51.100.1, documentation",
    "203.0.113.1, documentation",
    "224.0.0.1, multicast",
    "239.255.255.255, multicast",
    "240.0.0.1, reserved",
    "255.255.255.255, broadcast",
    "::, unspecified",
    "::1, loopback",
    "::127.0.0.1, v4-compatible",
    "::8.8.8.8, v4-compatible",
    "::ffff:127.0.0.1, v4-mapped",
    "::ffff:10.0.0.1, v4-mapped",
    "::ffff:a9fe:a9fe, v4-mapped metadata",
    "::ffff:0:127.0.0.1, v4-translated",
    "64:ff9b::7f00:1, NAT64",
    "64:ff9b::808:808, NAT64",
    "64:ff9b:1::1, local NAT64",
    "100::1, discard",
    "2001::1, Teredo",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2, Teredo",
    "2001:2::1, benchmark",
    "2001:10::1, ORCHID",
    "2001:db8::1, documentation",
    "2002:7f00:1::, 6to4",
    "2002:a00:1::, 6to4",
    "3fff::1, documentation",
    "5f00::1, segment routing",
    "fc00::1, unique local",
    "fd00:ec2::254, metadata",
    "fe80::1, link-local",
    "fec0::1, site-local",
    "ff02::1, multicast"
  })
  void refusesWhatIsNotPublic(String address, String why) throws Exception {
    assertThat(rule.allows(InetAddress.getByName(address))).as(why).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "168.63.129.17",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "::ffff:8.8.8.8",
        "2001:200::1",
        "2001:4860:4860::8888",
        "2606:4700:4700::1111",
        "2a00:1450:4001::1"
      })
  void allowsWhatIsPublic(String address) throws Exception {
    assertThat(rule.allows(InetAddress.getByName(address))).isTrue();
  }
}
