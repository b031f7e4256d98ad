package dev.sandi.bench;

/** A run cannot go on. The message is a sentence for whoever started it. */
final class BenchmarkFailure extends RuntimeException {

  BenchmarkFailure(String message) {
    super(message);
  }

  BenchmarkFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
