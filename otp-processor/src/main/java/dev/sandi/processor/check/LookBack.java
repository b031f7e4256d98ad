package dev.sandi.processor.check;

import dev.sandi.value.CheckSetting;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What a batch needs to know of a prefix: the requests near its own numbers, and all of them only
 * if there are enough for a burst.
 *
 * @param low the lowest number that is near
 * @param high the highest number that is near
 * @param few how many requests are no burst yet, with all of the batch among them
 */
record LookBack(long prefix, long low, long high, int few) {

  static List<LookBack> of(List<Asked> requests, ToLongFunction<Asked> distance) {
    Map<Long, LookBack> looks = new TreeMap<>();
    for (Asked one : requests) {
      int floor = one.policy().number(CheckSetting.SPAM_BURST);
      long low = Math.max(0, one.number() - distance.applyAsLong(one));
      long high = one.number() + distance.applyAsLong(one);
      long last = high / Asked.BELOW_PREFIX;
      for (long prefix = low / Asked.BELOW_PREFIX; prefix <= last; prefix++) {
        looks.merge(prefix, new LookBack(prefix, low, high, floor), LookBack::with);
      }
    }
    for (Asked one : requests) {
      looks.computeIfPresent(
          one.prefix(), (p, look) -> new LookBack(p, look.low, look.high, look.few - 1));
    }
    return List.copyOf(looks.values());
  }

  private LookBack with(LookBack other) {
    return new LookBack(
        prefix, Math.min(low, other.low), Math.max(high, other.high), Math.min(few, other.few));
  }
}
