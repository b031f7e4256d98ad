package dev.sandi.processor.smpp;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The state that a receipt tells (SMPP 3.4, 5.2.28 and appendix B). */
enum MessageState {
  DELIVERED("DELIV.*"),
  EXPIRED("EXPIR.*"),
  DELETED("DELET.*"),
  UNDELIVERABLE("UNDEL.*|FAIL.*"),
  REJECTED("REJ.*"),
  UNKNOWN("UNKN.*"),
  /** Not the last word. */
  INTERMEDIATE("ENROUTE|ACCEP.*|SCHED.*|BUFF.*");

  private final Pattern stat;

  MessageState(String stat) {
    this.stat = Pattern.compile(stat, Pattern.CASE_INSENSITIVE);
  }

  /** Of the TLV {@code message_state}; null if there is no such state. */
  static @Nullable MessageState of(int value) {
    return switch (value) {
      case 0, 1, 6 -> INTERMEDIATE;
      case 2 -> DELIVERED;
      case 3 -> EXPIRED;
      case 4 -> DELETED;
      case 5 -> UNDELIVERABLE;
      case 7 -> UNKNOWN;
      case 8 -> REJECTED;
      default -> null;
    };
  }

  /** Of {@code stat:}; null if there is no such state. Operators vary the words' ends. */
  static @Nullable MessageState of(String stat) {
    for (MessageState state : values()) {
      if (state.stat.matcher(stat).matches()) {
        return state;
      }
    }
    return null;
  }

  /** The reason that the outside is told. */
  String slug() {
    return name().toLowerCase(Locale.ROOT);
  }
}
