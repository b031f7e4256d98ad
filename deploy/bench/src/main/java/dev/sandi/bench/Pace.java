package dev.sandi.bench;

/** When requests are due. Times are nanoseconds since the start of a stretch of load. */
@FunctionalInterface
public interface Pace {

  /**
   * When request {@code i} should go.
   *
   * @param now the time at which a connection is free for it
   */
  double due(long i, long now);

  /** A closed loop: each connection asks again as soon as it is answered. */
  static Pace flatOut() {
    return (i, now) -> now;
  }

  /**
   * An open model: requests come at their rate, however long the answers take. A server that stalls
   * makes all those late that would have come meanwhile.
   */
  static Pace perSecond(double rate) {
    return (i, now) -> i * 1e9 / rate;
  }
}
