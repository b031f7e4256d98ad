package dev.sandi.processor.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.sandi.value.InvalidValueException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An address, or a range of them such as {@code 203.0.113.0/24}. */
record AddressRange(InetAddress network, int prefixLength) {

  private static final Pattern TEXT = Pattern.compile("([0-9a-fA-F.:]{2,45})(?:/([0-9]{1,3}))?");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static AddressRange of(String text) {
    Matcher matcher = TEXT.matcher(text);
    Optional<InetAddress> network =
        matcher.matches() ? address(String.valueOf(matcher.group(1))) : Optional.empty();
    if (network.isPresent()) {
      int bits = network.get().getAddress().length * 8;
      String length = matcher.group(2);
      int prefixLength = length == null ? bits : Integer.parseInt(length);
      if (prefixLength <= bits) {
        return new AddressRange(network.get(), prefixLength);
      }
    }
    throw new InvalidValueException("should be an address or a range such as 203.0.113.0/24");
  }

  /** An address as it is written; no name is looked up. */
  static Optional<InetAddress> address(String text) {
    try {
      return text.matches("[0-9.]{7,15}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")
          ? Optional.of(InetAddress.getByName(text))
          : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  boolean contains(InetAddress address) {
    byte[] mine = network.getAddress();
    byte[] other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < prefixLength; bit++) {
      if (((mine[bit / 8] ^ other[bit / 8]) & (0x80 >>> bit % 8)) != 0) {
        return false;
      }
    }
    return true;
  }
}
