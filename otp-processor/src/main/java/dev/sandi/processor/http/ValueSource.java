package dev.sandi.processor.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a value stands in an answer: in its JSON, in a header, or in its text as the first group of
 * a regular expression.
 */
record ValueSource(
    @Nullable Pointer pointer, @Nullable String header, @Nullable BoundedPattern pattern) {

  ValueSource {
    Rules.require(
        Rules.one(pointer, header, pattern), "should have one of pointer, header, pattern");
    Rules.require(
        pattern == null || pattern.groups() >= 1, "pattern should have a group in parentheses");
  }

  /** All that stands there. */
  List<String> in(Answer answer) {
    if (pointer != null) {
      return answer.json().map(pointer::texts).orElse(List.of());
    }
    if (header != null) {
      return answer.header(header).stream().toList();
    }
    return pattern == null ? List.of() : pattern.groupsIn(answer.text());
  }
}
