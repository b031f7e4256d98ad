package dev.sandi.event;

import java.util.UUID;

/**
 * A part of the erasure of one number. What is to be erased is named by sessions, so that the
 * number itself is not on the topic.
 */
public sealed interface ErasureEvent extends Event permits ErasureRequested, ErasureDone {

  /** The receipt's id. */
  UUID erasureId();

  /** Which part of it, from 1: a number may have more sessions than a record has room for. */
  int part();

  @Override
  default String key() {
    return erasureId().toString();
  }

  @Override
  default String subject() {
    return erasureId().toString();
  }
}
