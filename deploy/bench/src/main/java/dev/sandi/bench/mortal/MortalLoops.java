package dev.sandi.bench.mortal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.Closeable;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/** Connections of one copy to receivers, from an address of its own. */
final class MortalLoops implements LoopResources {

  private final LoopResources loops;
  private final Life life;

  MortalLoops(LoopResources loops, Life life) {
    this.loops = loops;
    this.life = life;
  }

  @Override
  public <C extends Channel> C onChannel(Class<C> type, EventLoopGroup group) {
    return type.equals(SocketChannel.class)
        ? type.cast(new MortalChannel(life))
        : loops.onChannel(type, group);
  }

  @Override
  public <C extends Channel> Class<? extends C> onChannelClass(
      Class<C> type, EventLoopGroup group) {
    return loops.onChannelClass(type, group);
  }

  @Override
  public EventLoopGroup onClient(boolean useNative) {
    return loops.onClient(useNative);
  }

  @Override
  public EventLoopGroup onServer(boolean useNative) {
    return loops.onServer(useNative);
  }

  @Override
  public Mono<Void> disposeLater(Duration quiet, Duration timeout) {
    return loops.disposeLater(quiet, timeout);
  }

  private static final class MortalChannel extends NioSocketChannel {

    private final Life life;
    private final Closeable way = () -> javaChannel().close();

    MortalChannel(Life life) {
      this.life = life;
    }

    @Override
    protected boolean doConnect(SocketAddress remote, @Nullable SocketAddress local)
        throws Exception {
      life.step("before a connection to a receiver");
      boolean connected = super.doConnect(remote, new InetSocketAddress(life.address(), 0));
      life.opened(way);
      return connected;
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer in) throws Exception {
      life.step("before a request");
      super.doWrite(in);
      life.step("after a request");
    }

    @Override
    protected int doReadBytes(ByteBuf bytes) throws Exception {
      int read = super.doReadBytes(bytes);
      // It was answered, and does not know it.
      life.step("after an answer");
      return read;
    }

    @Override
    protected void doClose() throws Exception {
      life.closed(way);
      super.doClose();
    }
  }
}
