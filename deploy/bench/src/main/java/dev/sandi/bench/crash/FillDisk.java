package dev.sandi.bench.crash;

import java.util.SplittableRandom;

/**
 * The broker's disk is full for a while. A broker that cannot write ends itself; somebody makes
 * room, and starts it again.
 */
final class FillDisk implements Mishaps {

  private static final long SHORTEST = 4_000;
  private static final long LONGEST = 12_000;

  private final BrokerPart broker;
  private final SmallDisk disk;

  FillDisk(BrokerPart broker, SmallDisk disk) {
    this.broker = broker;
    this.disk = disk;
  }

  @Override
  public Mishap draw(SplittableRandom random) {
    return new Full(random.nextLong(SHORTEST, LONGEST));
  }

  private final class Full implements Mishap {

    private final long length;

    Full(long length) {
      this.length = length;
    }

    @Override
    public String place() {
      return broker.name();
    }

    @Override
    public String what() {
      return "on a full disk";
    }

    @Override
    public Impact impact() {
      return Impact.NONE;
    }

    @Override
    public void begin() {
      disk.fill();
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public void end() {
      disk.clear();
    }

    @Override
    public boolean isOver() {
      if (!broker.isAlive()) {
        broker.start();
      }
      return broker.isReady();
    }
  }
}
