package dev.sandi.dispatcher.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** The bytes of a callback, the same for every attempt. Not to be changed. */
public final class Body {

  private final byte[] bytes;

  private Body(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Body of(byte[] bytes) {
    return new Body(bytes);
  }

  /** The bytes themselves, and not a copy. */
  public byte[] bytes() {
    return bytes;
  }

  ByteBuf buffer() {
    return Unpooled.wrappedBuffer(bytes);
  }

  /** Hides the text, which names a person's number. */
  @Override
  public String toString() {
    return "Body[" + bytes.length + " bytes]";
  }
}
