package dev.sandi.dispatcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AddressProperties {

  private final PublicAddresses rule = new PublicAddresses();

  record Range(String first, int prefixLength) {}

  @Provide
  Arbitrary<InetAddress> special() {
    Arbitrary<Range> ranges =
        Arbitraries.of(
            new Range("10.0.0.0", 8),
            new Range("100.64.0.0", 10),
            new Range("127.0.0.0", 8),
            new Range("169.254.0.0", 16),
            new Range("172.16.0.0", 12),
            new Range("192.168.0.0", 16),
            new Range("198.18.0.0", 15),
            new Range("224.0.0.0", 3),
            new Range("2001::", 32),
            new Range("2002::", 16),
            new Range("64:ff9b::", 96),
            new Range("fc00::", 7),
            new Range("fe80::", 10),
            new Range("ff00::", 8));
    Arbitrary<BigInteger> anywhere =
        Arbitraries.bigIntegers().between(BigInteger.ZERO, BigInteger.TWO.pow(128));
    return Combinators.combine(ranges, anywhere).as(AddressProperties::within);
  }

  @Property
  void refusesEveryAddressOfASpecialRange(@ForAll("special") InetAddress address) {
    assertThat(rule.allows(address)).isFalse();
  }

  @Property
  void judgesAMappedAddressAsItsOriginal(@ForAll byte a, @ForAll byte b, @ForAll byte c)
      throws UnknownHostException {
    byte[] mapped = new byte[16];
    mapped[10] = mapped[11] = (byte) 0xFF;
    mapped[12] = a;
    mapped[13] = b;
    mapped[14] = c;
    mapped[15] = 1;
    byte[] original = {a, b, c, 1};

    assertThat(rule.allows(InetAddress.getByAddress(mapped)))
        .isEqualTo(rule.allows(InetAddress.getByAddress(original)));
  }

  private static InetAddress within(Range range, BigInteger anywhere) {
    try {
      byte[] first = InetAddress.getByName(range.first()).getAddress();
      int free = first.length * 8 - range.prefixLength();
      BigInteger value = new BigInteger(1, first).add(anywhere.mod(BigInteger.TWO.pow(free)));
      byte[] bytes = new byte[first.length];
      byte[] number = value.toByteArray();
      int length = Math.min(number.length, bytes.length);
      System.arraycopy(number, number.length - length, bytes, bytes.length - length, length);
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
