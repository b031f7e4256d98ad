package dev.sandi.processor.smpp;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.sandi.value.InvalidValueException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where an SMSC listens, written {@code smsc.example.com:2775} or {@code [2001:db8::1]:2775}. */
record SmscAddress(String host, int port) {

  private static final Pattern WRITTEN =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]{2,45})]|([A-Za-z0-9._-]{1,253})):([0-9]{1,5})");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static SmscAddress of(String text) {
    Matcher address = WRITTEN.matcher(text);
    int port = address.matches() ? Integer.parseInt(address.group(3)) : 0;
    if (port < 1 || port > 65535) {
      throw new InvalidValueException("should be a host and a port, such as smsc.example.com:2775");
    }
    String ip = address.group(1);
    return new SmscAddress(ip == null ? address.group(2) : ip, port);
  }

  @JsonValue
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
