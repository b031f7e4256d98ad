package dev.sandi.ingress.app;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What an app is for. */
enum Mode {
  /** Its codes go to real handsets. */
  LIVE,
  /** Likewise, but it only tries: its quota is one for testing. */
  TRIAL,
  /** Its codes go to the simulated handset. */
  SANDBOX;

  static final List<String> NAMES = Arrays.stream(values()).map(Mode::toString).toList();

  static Mode of(boolean sandbox, boolean trial) {
    return sandbox ? SANDBOX : trial ? TRIAL : LIVE;
  }

  /** The mode that {@link #NAMES} names. */
  static Mode named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
