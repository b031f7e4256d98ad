package dev.sandi.bench.mortal;

/** Thrown to the threads of a copy that is dead. */
final class DeadException extends RuntimeException {

  DeadException() {
    super("dead", null, false, false);
  }
}
