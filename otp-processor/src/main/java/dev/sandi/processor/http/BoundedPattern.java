package dev.sandi.processor.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.sandi.value.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression over text of somebody else. Java's search by trying: there are texts on
 * which some expressions take for ever, so that a search ends after so many looks at a character,
 * and has then found nothing.
 */
final class BoundedPattern {

  private static final int LONGEST = 256;
  private static final int MOST_LOOKS = 1_000_000;
  private static final int MOST_FOUND = 32;

  private final Pattern pattern;

  private BoundedPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static BoundedPattern of(String text) {
    try {
      if (text.length() <= LONGEST) {
        return new BoundedPattern(Pattern.compile(text));
      }
    } catch (PatternSyntaxException e) {
      // Told below.
    }
    throw new InvalidValueException(
        "should be a regular expression of at most " + LONGEST + " characters");
  }

  int groups() {
    return pattern.matcher("").groupCount();
  }

  /** Whether it matches a part of the text. */
  boolean findsIn(String text) {
    try {
      return pattern.matcher(new Watched(text, new AtomicInteger(MOST_LOOKS))).find();
    } catch (TooManyLooks | StackOverflowError e) {
      return false;
    }
  }

  /** The first group of each match. */
  List<String> groupsIn(String text) {
    List<String> found = new ArrayList<>();
    try {
      Matcher matcher = pattern.matcher(new Watched(text, new AtomicInteger(MOST_LOOKS)));
      while (found.size() < MOST_FOUND && matcher.find()) {
        String group = matcher.group(1);
        if (group != null) {
          found.add(group);
        }
      }
      return found;
    } catch (TooManyLooks | StackOverflowError e) {
      return List.of();
    }
  }

  private static final class TooManyLooks extends RuntimeException {
    TooManyLooks() {
      super("A search took too long", null, false, false);
    }
  }

  /** Counts how often it is looked at. */
  private record Watched(CharSequence text, AtomicInteger left) implements CharSequence {

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (left.getAndDecrement() <= 0) {
        throw new TooManyLooks();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
