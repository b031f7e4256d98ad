package dev.sandi.dispatcher.http;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.netty.resources.LoopResources;

/** Threads whose sockets tell of every {@code connect(2)}, at the last line of Java before it. */
final class Connects implements LoopResources, AutoCloseable {

  private final LoopResources threads = LoopResources.create("counted", 2, true);
  private final List<InetAddress> attempts = new CopyOnWriteArrayList<>();
  private final boolean real;

  private Connects(boolean real) {
    this.real = real;
  }

  /** Sockets that connect. */
  static Connects real() {
    return new Connects(true);
  }

  /** Sockets that only say where they would have connected to. */
  static Connects pretended() {
    return new Connects(false);
  }

  List<InetAddress> attempts() {
    return List.copyOf(attempts);
  }

  void forget() {
    attempts.clear();
  }

  @Override
  public <C extends Channel> C onChannel(Class<C> type, EventLoopGroup group) {
    return type.equals(SocketChannel.class)
        ? type.cast(new Counted())
        : threads.onChannel(type, group);
  }

  @Override
  public <C extends Channel> Class<? extends C> onChannelClass(Class<C> type, EventLoopGroup g) {
    return threads.onChannelClass(type, g);
  }

  @Override
  public EventLoopGroup onServer(boolean useNative) {
    return threads.onServer(useNative);
  }

  @Override
  public EventLoopGroup onClient(boolean useNative) {
    return threads.onClient(useNative);
  }

  @Override
  public void dispose() {
    threads.dispose();
  }

  @Override
  public void close() {
    dispose();
  }

  private final class Counted extends NioSocketChannel {

    @Override
    protected boolean doConnect(SocketAddress remote, SocketAddress local) throws Exception {
      attempts.add(((InetSocketAddress) remote).getAddress());
      if (!real) {
        throw new ConnectException("Not really");
      }
      return super.doConnect(remote, local);
    }
  }
}
