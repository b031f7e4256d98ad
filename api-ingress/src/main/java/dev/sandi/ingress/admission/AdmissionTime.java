package dev.sandi.ingress.admission;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The time that rates are measured by. It is the database's, so that copies whose clocks differ
 * count the same seconds.
 */
@FunctionalInterface
public interface AdmissionTime {

  /** The moment of a decision; null for the database's own clock. */
  @Nullable Instant now();
}
