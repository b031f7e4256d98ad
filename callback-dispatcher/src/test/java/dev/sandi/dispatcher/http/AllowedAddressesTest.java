package dev.sandi.dispatcher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.runtime.ConfigurationException;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedAddressesTest {

  @Test
  void opensNothingByDefault() {
    assertThat(allows(List.of(), "10.0.0.1")).isFalse();
    assertThat(allows(List.of(), "8.8.8.8")).isTrue();
  }

  @Test
  void opensRangesOfBothFamiliesAndNothingBeside() {
    List<String> ranges = List.of("10.20.0.0/16", " fd12:3456::/32", "192.168.7.9/32");

    assertThat(List.of("10.20.0.1", "10.20.255.255", "fd12:3456::1", "192.168.7.9", "8.8.8.8"))
        .allMatch(address -> allows(ranges, address));
    assertThat(List.of("10.21.0.1", "10.19.255.255", "fd12:3457::1", "192.168.7.8", "127.0.0.1"))
        .noneMatch(address -> allows(ranges, address));
  }

  @Test
  void keepsTheMachineAndItsCloudClosedWhateverIsOpened() {
    List<String> everything = List.of("0.0.0.0/0", "::/0");

    assertThat(
            List.of(
                "127.0.0.1",
                "0.0.0.0",
                "169.254.169.254",
                "100.100.100.200",
                "168.63.129.16",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "64:ff9b::a00:1",
                "2002:a00:1::1",
                "fe80::1",
                "ff02::1",
                "fd00:ec2::254"))
        .noneMatch(address -> allows(everything, address));
    assertThat(allows(everything, "10.0.0.1")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "10.0.0.1/8",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "10.0.0/8",
        "intranet/8",
        "fd00::1/8",
        "fd00::/129",
        "0x0a.0.0.0/8",
        ""
      })
  void refusesWhatIsNoRange(String range) {
    assertThatThrownBy(() -> AllowedAddresses.of(List.of(range)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("SANDI_DISPATCHER_ALLOWED_ADDRESSES")
        .hasMessageContaining("should be a range");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.0/8", "127.0.0.1/32", "169.254.169.254/32", "::1/128"})
  void refusesARangeThatIsClosedForGood(String range) {
    assertThatThrownBy(() -> AllowedAddresses.of(List.of(range)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is never called");
  }

  private static boolean allows(List<String> ranges, String address) {
    try {
      return AllowedAddresses.of(ranges)
          .allows(InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(address)));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
