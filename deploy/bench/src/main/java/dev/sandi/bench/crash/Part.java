package dev.sandi.bench.crash;

/** A part of the installation, which can be hit. */
interface Part {

  String name();

  Role role();

  /** What depends on a part. */
  enum Role {
    INGRESS,
    PROCESSOR,
    DISPATCHER,
    BROKER,
    DATABASE
  }

  /** Starts it, for the first time or again; {@link #isReady} tells when it can be used. */
  void start();

  boolean isReady();

  /** Ends it as {@code kill -9} does. */
  void kill();

  /** Asks it to end, and waits until it has. */
  void terminate();

  /** Has it stand still: it keeps its sockets, and does nothing. */
  void freeze();

  void thaw();
}
