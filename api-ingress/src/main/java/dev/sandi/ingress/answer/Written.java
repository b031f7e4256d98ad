package dev.sandi.ingress.answer;

/** A body that knows its own JSON, which is what the mapper would make of it. */
public interface Written {

  /** UTF-8, not to be changed. */
  byte[] json();
}
