package dev.sandi.ingress.request;

/** A body has not arrived in full, so its request cannot be handled yet. */
final class BodyUnderWay extends RuntimeException {

  private final transient byte[] arrived;
  private final int most;

  /**
   * @param arrived its beginning
   * @param most the bytes that it may have
   */
  BodyUnderWay(byte[] arrived, int most) {
    super("The body is under way", null, false, false);
    this.arrived = arrived;
    this.most = most;
  }

  byte[] arrived() {
    return arrived;
  }

  int most() {
    return most;
  }
}
