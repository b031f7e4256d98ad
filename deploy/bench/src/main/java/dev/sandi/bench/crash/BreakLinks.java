package dev.sandi.bench.crash;

import dev.sandi.bench.network.LinkFault;
import java.util.List;
import java.util.SplittableRandom;

/** Links between parts fall ill. */
final class BreakLinks implements Mishaps {

  private static final List<LinkFault> FAULTS = List.of(LinkFault.values());
  private static final long SHORTEST = 2_000;
  private static final long LONGEST = 12_000;

  /** Longer than leases, sessions and every timeout. */
  private static final long LONG_STALL = 55_000;

  private static final double LONG_STALLS = 0.3;

  private final List<WiredLink> links;

  BreakLinks(List<WiredLink> links) {
    this.links = List.copyOf(links);
  }

  @Override
  public Mishap draw(SplittableRandom random) {
    WiredLink link = links.get(random.nextInt(links.size()));
    LinkFault fault = FAULTS.get(random.nextInt(FAULTS.size()));
    long length = random.nextLong(SHORTEST, LONGEST);
    return new Illness(
        link,
        fault,
        random.nextDouble() < LONG_STALLS && fault == LinkFault.STALLED ? LONG_STALL : length);
  }

  private record Illness(WiredLink wired, LinkFault fault, long length) implements Mishap {

    @Override
    public String place() {
      return wired.link().name();
    }

    @Override
    public String what() {
      return length == LONG_STALL ? fault.words() + " for long" : fault.words();
    }

    @Override
    public Impact impact() {
      return wired.impact(fault);
    }

    @Override
    public void begin() {
      wired.link().begin(fault);
    }

    @Override
    public void end() {
      wired.link().end();
    }

    @Override
    public boolean isOver() {
      return wired.isWell();
    }
  }
}
