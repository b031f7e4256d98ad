package dev.sandi.bench.crash;

import java.util.List;
import java.util.SplittableRandom;

/** The clock of one copy jumps, and after a while back. */
final class ShiftClocks implements Mishaps {

  private static final long SHORTEST = 4_000;
  private static final long LONGEST = 20_000;

  /** Less than the shortest lease: who is wrong by more takes others' work for left behind. */
  private static final long FURTHEST_MILLIS = 20_000;

  private final List<ServicePart> copies;

  ShiftClocks(List<ServicePart> copies) {
    this.copies = List.copyOf(copies);
  }

  @Override
  public Mishap draw(SplittableRandom random) {
    ServicePart copy = copies.get(random.nextInt(copies.size()));
    return new Wrong(
        copy,
        random.nextLong(-FURTHEST_MILLIS, FURTHEST_MILLIS),
        random.nextLong(SHORTEST, LONGEST));
  }

  private record Wrong(ServicePart copy, long by, long length) implements Mishap {

    @Override
    public String place() {
      return copy.name() + "'s clock";
    }

    @Override
    public String what() {
      return by > 0 ? "ahead" : "behind";
    }

    @Override
    public Impact impact() {
      return Impact.NONE;
    }

    @Override
    public void begin() {
      copy.shiftClock(by);
    }

    @Override
    public void end() {
      copy.shiftClock(0);
    }

    @Override
    public boolean isOver() {
      return true;
    }
  }
}
