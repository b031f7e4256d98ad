package dev.sandi.processor.smpp;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Collections;
import java.util.List;

/**
 * The binds of each type: how many, or a list of what sets each of them apart.
 *
 * @param each 1-100, in the order of their numbers
 */
record Binds(List<BindSettings> each) {

  static final Binds ONE = of(1);

  Binds {
    each = List.copyOf(each);
    Rule.requireRange("binds", each.size(), 1, 100);
  }

  @JsonCreator
  static Binds of(int count) {
    Rule.requireRange("binds", count, 1, 100);
    return new Binds(Collections.nCopies(count, BindSettings.ALIKE));
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Binds of(List<BindSettings> each) {
    return new Binds(each);
  }

  int count() {
    return each.size();
  }
}
