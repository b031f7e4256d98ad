package dev.sandi.bench.crash;

import dev.sandi.bench.sending.Trouble;

/**
 * What was done to the installation.
 *
 * @param place such as {@code processor-1}, or {@code processor-1 to database}
 * @param what in words
 * @param time until all worked again
 * @param lifted when it was undone, in milliseconds of the run
 */
record Disturbance(String place, String what, Impact impact, Trouble time, long lifted) {

  boolean leaves(Doubt doubt) {
    return impact.doubts().contains(doubt);
  }
}
