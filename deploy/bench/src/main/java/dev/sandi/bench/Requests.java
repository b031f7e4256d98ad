package dev.sandi.bench;

import java.nio.ByteBuffer;

/** What an endpoint is asked, one after the other. */
public interface Requests {

  /** Bytes of the longest. */
  int length();

  /** Puts the next request into a buffer of that length, ready to be read. */
  void next(ByteBuffer buffer);

  /** These, but every so manieth one of others. For one thread. */
  default Requests withEvery(int nth, Requests other) {
    Requests most = this;
    return new Requests() {
      private int count;

      @Override
      public int length() {
        return Math.max(most.length(), other.length());
      }

      @Override
      public void next(ByteBuffer buffer) {
        (++count % nth == 0 ? other : most).next(buffer);
      }
    };
  }
}
