package dev.sandi.processor.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.sandi.value.InvalidValueException;
import java.util.BitSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Statuses of HTTP: {@code 201}, {@code "2xx"}, or a list of both. */
final class StatusSet {

  private static final Pattern CLASS = Pattern.compile("[2-5]xx");

  private final BitSet statuses = new BitSet(600);

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static StatusSet of(JsonNode node) {
    StatusSet set = new StatusSet();
    if (node.isArray()) {
      node.forEach(set::add);
    } else {
      set.add(node);
    }
    Rules.require(!set.statuses.isEmpty(), "should name a status");
    return set;
  }

  static StatusSet all() {
    StatusSet set = new StatusSet();
    set.statuses.set(200, 600);
    return set;
  }

  private void add(JsonNode node) {
    String text = node.isValueNode() ? node.asString() : "";
    if (CLASS.matcher(text).matches()) {
      int first = (text.charAt(0) - '0') * 100;
      statuses.set(first, first + 100);
    } else if (text.matches("[2-5][0-9]{2}")) {
      statuses.set(Integer.parseInt(text));
    } else {
      throw new InvalidValueException("should be a status such as 201, or a class such as 2xx");
    }
  }

  boolean contains(int status) {
    return status >= 0 && statuses.get(status);
  }
}
