package dev.sandi.bench.crash;

/** A promise that was not kept. */
record Breach(Promise promise, String detail) {

  @Override
  public String toString() {
    return promise + ": " + detail;
  }
}
