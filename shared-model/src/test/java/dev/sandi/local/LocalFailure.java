package dev.sandi.local;

/**
 * Something that keeps a local run from starting, said in one sentence to the person who started
 * it.
 */
public final class LocalFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public LocalFailure(String sentence) {
    super(sentence);
  }

  public LocalFailure(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
