package dev.sandi.dispatcher.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.proxy.ProxyConnectionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import reactor.netty.ConnectionObserver;
import reactor.netty.NettyPipeline;

/** Notes on the {@link Stopwatch} of each exchange what its connection does. */
final class WatchExchanges extends ChannelDuplexHandler {

  private final @Nullable Stopwatch opening;
  private final boolean proxied;
  private @Nullable Stopwatch exchange;

  private WatchExchanges(@Nullable Stopwatch opening, boolean proxied) {
    this.opening = opening;
    this.proxied = proxied;
  }

  /**
   * Stands where requests are bytes already, and answers are bytes still, not encrypted. The
   * exchange that a channel is opened for is the observer's: a channel to the second address of a
   * name has no context yet.
   */
  static void install(ChannelPipeline pipeline, ConnectionObserver observer, boolean proxied) {
    pipeline.addBefore(
        NettyPipeline.HttpCodec,
        "watch-exchanges",
        new WatchExchanges(Stopwatch.in(observer.currentContext()), proxied));
  }

  @Override
  public void connect(
      ChannelHandlerContext context,
      SocketAddress remote,
      @Nullable SocketAddress local,
      ChannelPromise promise) {
    if (opening != null) {
      opening.connecting();
      if (!proxied) {
        promise.addListener(
            done -> {
              if (done.isSuccess()) {
                opening.connected();
              }
            });
      }
    }
    ChannelFuture unused = context.connect(remote, local, promise);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (opening != null && event instanceof ProxyConnectionEvent) {
      opening.connected();
    } else if (opening != null
        && event instanceof SslHandshakeCompletionEvent handshake
        && handshake.isSuccess()) {
      opening.secured();
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    Stopwatch current = Stopwatch.of(context.channel());
    if (current != null && current != exchange) {
      current.asked();
    }
    exchange = current;
    ChannelFuture unused = context.write(message, promise);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (exchange != null && message instanceof ByteBuf) {
      exchange.answered();
    }
    context.fireChannelRead(message);
  }
}
