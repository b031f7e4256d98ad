package dev.sandi.bench.traffic;

import java.util.Arrays;
import java.util.List;

/** Ranges of mobile numbers that are allocated: {@code prefix:digits after it}. */
enum Country {
  INDONESIA("62", "811:8 812:8 813:8 821:8 822:8 852:8 857:8 858:8 877:8 878:8 896:8 897:8"),
  MALAYSIA("60", "12:7 13:7 16:7 17:7 19:7"),
  SINGAPORE("65", "81:6 82:6 83:6 87:6 90:6 91:6 92:6 93:6 94:6 96:6 97:6"),
  GERMANY("49", "151:8 170:7 171:7 172:7 173:7 175:7 176:8 177:7"),
  POLAND("48", "50:7 51:7 60:7 66:7 69:7 72:7 78:7"),
  UNITED_STATES("1", "2122:6 2123:6 3124:6 3125:6 4156:6 4157:6 6172:6 6173:6 7138:6 7139:6"),
  PHILIPPINES("63", "905:7 906:7 915:7 917:7 918:7 919:7 920:7 927:7"),
  SRI_LANKA("94", "70:7 71:7 72:7 76:7 77:7"),
  UZBEKISTAN("998", "90:7 91:7 93:7 94:7 97:7"),
  PAKISTAN("92", "300:7 301:7 321:7 333:7 345:7");

  private final String code;

  @SuppressWarnings("ImmutableEnumChecker") // the list is an unmodifiable one of records
  private final List<Range> ranges;

  Country(String code, String ranges) {
    this.code = code;
    this.ranges = Arrays.stream(ranges.split(" ")).map(Range::of).toList();
  }

  private record Range(String prefix, int digits) {

    static Range of(String text) {
      String[] parts = text.split(":", 2);
      return new Range(parts[0], Integer.parseInt(parts[1]));
    }
  }

  /** One of its numbers, always the same for the same {@code choice}. */
  String number(long choice) {
    long spread = Draws.mix(choice);
    Range range = ranges.get((int) Long.remainderUnsigned(spread, ranges.size()));
    long most = 1;
    for (int i = 0; i < range.digits(); i++) {
      most *= 10;
    }
    long subscriber = Long.remainderUnsigned(Draws.mix(spread), most);
    return code + range.prefix() + String.format("%0" + range.digits() + "d", subscriber);
  }

  /** A block of neighbouring numbers, whose last digits are zeros. */
  String block(long choice, int digits) {
    String number = number(choice);
    return number.substring(0, number.length() - digits) + "0".repeat(digits);
  }
}
