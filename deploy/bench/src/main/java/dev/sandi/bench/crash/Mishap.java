package dev.sandi.bench.crash;

/**
 * Something that happens to the installation for a while. Its methods are called once, in order.
 */
interface Mishap {

  /** Where; nothing else happens there until it is over. */
  String place();

  /** What, in words. */
  String what();

  Impact impact();

  void begin();

  /** How long it lasts, in milliseconds. */
  long length();

  void end();

  /** Whether all works again; asked after the end, again and again. */
  boolean isOver();
}
