package dev.sandi.bench;

import java.util.List;
import java.util.Optional;

/** What a run can be told on the command line, by {@code -D<name>=}; empty means the default. */
public final class Property {

  private Property() {}

  public static List<String> words(String name, String separator) {
    return text(name).map(text -> List.of(text.strip().split(separator))).orElse(List.of());
  }

  /**
   * A whole number.
   *
   * @throws BenchmarkFailure if it is none from {@code least} to {@code most}
   */
  public static int number(String name, int otherwise, int least, int most) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    if (text.get().matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(text.get());
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new BenchmarkFailure(
        "%s is %s and should be a number from %d to %d".formatted(name, text.get(), least, most));
  }

  public static Optional<String> text(String name) {
    return Optional.ofNullable(System.getProperty(name)).filter(text -> !text.isBlank());
  }
}
