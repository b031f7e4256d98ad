package dev.sandi.bench.network;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Links, all served by one thread: whatever a link does, it does between two of its steps. */
public final class Network implements AutoCloseable {

  private final MultiThreadIoEventLoopGroup threads =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("network", true), NioIoHandler.newFactory());
  private final EventLoop loop = threads.next();
  private final Queue<Link> links = new ConcurrentLinkedQueue<>();

  /** A link without doors. */
  public Link link(String name) {
    Link link = new Link(name, loop);
    links.add(link);
    return link;
  }

  @Override
  public void close() {
    links.forEach(Link::close);
    threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
