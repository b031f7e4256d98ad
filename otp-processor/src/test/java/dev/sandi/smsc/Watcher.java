package dev.sandi.smsc;

/** Is told what the SMSC does, on the threads that do it. */
public interface Watcher {

  /** Watches nothing. */
  Watcher NONE = new Watcher() {};

  /** An answer to a submit_sm was handed to the network, whoever reads it. */
  default void answered(Submitted submitted, int status) {}

  /** A connection has ended, whoever ended it. */
  default void ended(String connection) {}
}
