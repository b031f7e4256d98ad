package dev.sandi.dispatcher.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Holds a connection to one answer for each request, and an answer to 64 KiB as it comes, whatever
 * it is made of. A connection that brings more than that is closed: what is left over would be
 * taken for the answer to the next request, which may be another app's.
 */
final class OneAnswer {

  private static final int MOST = 64 * 1024;
  private static final String BYTES = "answer-bytes";
  private static final byte[] TWO_EMPTY_LINES = {'\r', '\n', '\r', '\n'};

  private boolean asked;
  private boolean answered;
  private int read;

  private OneAnswer() {}

  /**
   * @param after the handler that has the parsed answers before this
   */
  static void expect(ChannelPipeline pipeline, String after) {
    OneAnswer answer = new OneAnswer();
    pipeline.addBefore(NettyPipeline.HttpCodec, BYTES, answer.new Bytes());
    pipeline.addAfter(after, "answer-end", answer.new Messages());
  }

  private final class Bytes extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (!(message instanceof ByteBuf bytes)) {
        context.fireChannelRead(message);
      } else if (read >= MOST || (answered && !asked)) {
        bytes.release();
        ChannelFuture unused = context.close();
      } else if (bytes.readableBytes() < MOST - read) {
        read += bytes.readableBytes();
        context.fireChannelRead(bytes);
      } else {
        ByteBuf last = bytes.readRetainedSlice(MOST - read);
        bytes.release();
        read = MOST;
        context.fireChannelRead(last);
        context.fireExceptionCaught(new AnswerTooLongException());
        ChannelFuture unused = context.close();
      }
    }
  }

  private final class Messages extends ChannelDuplexHandler {

    private @Nullable Object end;
    private boolean excess;

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      if (message instanceof HttpRequest) {
        asked = true;
        read = 0;
      }
      ChannelFuture unused = context.write(message, promise);
    }

    /** The end is handed on with the last of what came with it, since others may follow at once. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (end != null && message instanceof HttpObject) {
        excess = true;
        ReferenceCountUtil.release(message);
        return;
      }
      Throwable fault = message instanceof HttpObject object ? fault(object) : null;
      if (fault != null) {
        ReferenceCountUtil.release(message);
        context.fireExceptionCaught(fault);
        ChannelFuture unused = context.close();
      } else if (message instanceof LastHttpContent) {
        end = message;
      } else {
        context.fireChannelRead(message);
      }
    }

    /** The client itself looks at the heads of answers only, and takes any number for a status. */
    private static @Nullable Throwable fault(HttpObject object) {
      return object instanceof HttpResponse answer
              && (answer.status().code() < 200 || answer.status().code() > 999)
          ? new DecoderException("The status has no three digits")
          : object.decoderResult().cause();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      Object last = end;
      if (last != null) {
        // They complete the beginning of another answer, if there is one; otherwise they are
        // skipped.
        context.pipeline().context(BYTES).fireChannelRead(Unpooled.wrappedBuffer(TWO_EMPTY_LINES));
        end = null;
        asked = false;
        answered = true;
        if (excess) {
          ChannelFuture unused = context.close();
        }
        context.fireChannelRead(last);
      }
      context.fireChannelReadComplete();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      ReferenceCountUtil.release(end);
      end = null;
    }
  }
}
