package dev.sandi.processor.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an answer has to be like. Values are compared as text, so that 0 and "0" are the same; where
 * a pointer finds several, all have to keep to it.
 *
 * @param pointer what in the JSON is looked at; with neither this nor a header, the whole text
 * @param equal what it should be
 * @param in what it should be one of
 * @param matches a regular expression that should match a part of it
 * @param exists whether it should be there at all
 */
record Condition(
    @Nullable Pointer pointer,
    @Nullable String header,
    @JsonProperty("equals") @Nullable String equal,
    @Nullable List<String> in,
    @Nullable BoundedPattern matches,
    @Nullable Boolean exists) {

  Condition {
    Rules.require(pointer == null || header == null, "should have pointer or header, not both");
    Rules.require(
        Rules.one(equal, in, matches, exists), "should have one of equals, in, matches, exists");
  }

  boolean holds(Answer answer) {
    if (exists != null) {
      return exists == isThere(answer);
    }
    List<String> values = values(answer);
    return !values.isEmpty() && values.stream().allMatch(this::fits);
  }

  /** An object and a list are there as well, and null is not. */
  private boolean isThere(Answer answer) {
    return pointer == null
        ? !values(answer).isEmpty()
        : answer.json().stream()
            .flatMap(tree -> pointer.in(tree).stream())
            .anyMatch(node -> !node.isNull());
  }

  private List<String> values(Answer answer) {
    if (pointer != null) {
      return answer.json().map(pointer::texts).orElse(List.of());
    }
    if (header != null) {
      return answer.header(header).stream().toList();
    }
    return List.of(answer.text());
  }

  private boolean fits(String value) {
    if (equal != null) {
      return equal.equals(value);
    }
    return in != null ? in.contains(value) : matches != null && matches.findsIn(value);
  }
}
