package dev.sandi.processor.smpp;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A submit_sm that waits for its answer. It ends once, whoever ends it first. */
final class Pending {

  private enum State {
    QUEUED,
    WRITTEN,
    DONE
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);
  private final long deadline;
  private final Consumer<Answer> answer;
  private volatile long writtenAt;

  /**
   * @param deadline of its answer, as {@link System#nanoTime}
   */
  Pending(long deadline, Consumer<Answer> answer) {
    this.deadline = deadline;
    this.answer = answer;
  }

  /** It is about to be written; false if it has ended before, and must not be. */
  boolean write(long now) {
    writtenAt = now;
    return state.compareAndSet(State.QUEUED, State.WRITTEN);
  }

  boolean isOver(long now) {
    return now - deadline >= 0;
  }

  /** When it was written, as {@link System#nanoTime}. */
  long writtenAt() {
    return writtenAt;
  }

  /** The SMSC has answered. */
  boolean answer(Answer.Given given) {
    return end(given, given);
  }

  /** No answer will come. */
  boolean giveUp(String why) {
    return end(new Answer.NotSent(why), new Answer.None(why));
  }

  private boolean end(Answer ifQueued, Answer ifWritten) {
    State before = state.getAndSet(State.DONE);
    if (before != State.DONE) {
      answer.accept(before == State.QUEUED ? ifQueued : ifWritten);
    }
    return before != State.DONE;
  }
}
