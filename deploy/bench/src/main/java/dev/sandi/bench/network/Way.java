package dev.sandi.bench.network;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes bytes from one socket to the other, in their order, and then the end of their stream. */
final class Way extends ChannelInboundHandlerAdapter {

  /** Beyond it nothing more is read: whoever sends finds the window closed. */
  private static final int MOST_UNDER_WAY = 1 << 20;

  private final Link link;
  private final Passage passage;
  private final Channel from;
  private final Channel to;
  private final boolean there;
  private final Queue<Piece> underWay = new ArrayDeque<>();
  private @Nullable Way opposite;
  private int bytes;
  private long latest;
  private boolean broken;
  private boolean waiting;

  /**
   * Something under way.
   *
   * @param bytes null for the end of the stream
   * @param due when it arrives, by {@link System#nanoTime}
   */
  private record Piece(@Nullable ByteBuf bytes, long due) {}

  Way(Link link, Passage passage, Channel from, Channel to, boolean there) {
    this.link = link;
    this.passage = passage;
    this.from = from;
    this.to = to;
    this.there = there;
    this.latest = System.nanoTime();
  }

  void opposite(Way way) {
    opposite = way;
  }

  boolean isBroken() {
    return broken;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf read = (ByteBuf) message;
    if (isLost()) {
      read.release();
      return;
    }
    bytes += read.readableBytes();
    send(read);
  }

  /** Counts what is lost now, after which all is lost that follows. */
  private boolean isLost() {
    if (!broken && link.swallows(there)) {
      passage.broke(this);
      broken = true;
    }
    return broken;
  }

  private void send(@Nullable ByteBuf piece) {
    latest = Math.max(latest, System.nanoTime() + link.delay());
    underWay.add(new Piece(piece, latest));
    proceed();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (!isLost()) {
      send(null);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (opposite != null) {
      opposite.proceed();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // A reset, which becomes the end of the stream.
    var unused = context.close();
  }

  /** Hands on what is due, and reads more if there is room. */
  void proceed() {
    if (link.isStalled()) {
      from.config().setAutoRead(false);
      return;
    }
    Piece first;
    while ((first = underWay.peek()) != null && to.isWritable() && isDue(first)) {
      underWay.remove();
      if (first.bytes() == null) {
        var unused =
            to.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      } else {
        bytes -= first.bytes().readableBytes();
        var unused = to.writeAndFlush(first.bytes(), to.voidPromise());
      }
    }
    from.config().setAutoRead(bytes < MOST_UNDER_WAY);
  }

  /** If it is not, comes back when it is. */
  private boolean isDue(Piece piece) {
    long wait = piece.due() - System.nanoTime();
    if (wait > 0 && !waiting) {
      waiting = true;
      var unused = link.loop().schedule(this::comeBack, wait, TimeUnit.NANOSECONDS);
    }
    return wait <= 0;
  }

  private void comeBack() {
    waiting = false;
    proceed();
  }

  /** Forgets what will never arrive. */
  void drop() {
    underWay.forEach(piece -> ReferenceCountUtil.release(piece.bytes()));
    underWay.clear();
    bytes = 0;
  }
}
