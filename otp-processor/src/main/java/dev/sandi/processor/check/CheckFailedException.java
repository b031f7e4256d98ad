package dev.sandi.processor.check;

import java.util.Set;

/** The statement of a check failed, and the transaction around it is lost. */
public final class CheckFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Set<String> checks;

  CheckFailedException(Set<String> checks, RuntimeException cause) {
    super("checks failed: " + checks, cause);
    this.checks = Set.copyOf(checks);
  }

  /** Those to go on without. */
  public Set<String> checks() {
    return checks;
  }
}
