package dev.sandi.bench;

/** A run cannot go on. The message is a sentence for whoever started it. */
public final class BenchmarkFailure extends RuntimeException {

  public BenchmarkFailure(String message) {
    super(message);
  }

  public BenchmarkFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
