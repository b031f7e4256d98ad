package dev.sandi.dispatcher.replay;

/** Wakes the loop that goes through replays. */
@FunctionalInterface
interface WakeReplays {

  void wake();
}
