package dev.sandi.processor.routing;

/** A change was meant for a version that is no longer the current one. */
public final class VersionMismatchException extends RuntimeException {

  VersionMismatchException(long current) {
    super("the version is " + current + " by now");
  }
}
