package dev.sandi.bench.network;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.local.Loopback;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The way from some clients to some servers. It listens at doors, takes bytes from each to the
 * server behind it and back, and can fall ill. Its state belongs to the network's thread.
 */
public final class Link implements AutoCloseable {

  /**
   * For how long a connection that has lost something stays open after the fault: as long as it
   * takes a server whose keepalive asks after 10 s, then three times every 5 s, to give it up.
   */
  private static final Duration HALF_OPEN = Duration.ofSeconds(25);

  private static final int BACKLOG = 1_000;
  private static final long LEAST_DELAY_MILLIS = 50;
  private static final long MOST_DELAY_MILLIS = 300;
  private static final long LONGEST_LIFE_MILLIS = 400;

  private final String name;
  private final EventLoop loop;
  private final List<Channel> doors = new ArrayList<>();
  private final Set<Passage> passages = new HashSet<>();
  private final Set<Channel> unserved = new HashSet<>();
  private final AtomicInteger halfOpen = new AtomicInteger();
  private @Nullable LinkFault fault;

  Link(String name, EventLoop loop) {
    this.name = name;
    this.loop = loop;
  }

  public String name() {
    return name;
  }

  /**
   * Opens a door on this machine's loopback.
   *
   * @param port of the server behind it
   * @return the port of the door
   */
  public int to(int port) {
    int door = Loopback.choosePort(0);
    InetAddress here = InetAddress.getLoopbackAddress();
    open(new InetSocketAddress(here, door), new InetSocketAddress(here, port));
    return door;
  }

  /** Opens a door before a server, which need not listen yet. */
  public void open(InetSocketAddress door, InetSocketAddress server) {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel client) {
                    accepted(client, server);
                  }
                })
            .bind(door)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new BenchmarkFailure(name + " cannot be listened on.", bound.cause());
    }
    doors.add(bound.channel());
  }

  private void accepted(Channel client, InetSocketAddress server) {
    if (fault == LinkFault.UNSERVED) {
      unserved.add(client);
      return;
    }
    new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(new ChannelHandlerAdapter() {})
        .connect(server)
        .addListener(
            (ChannelFuture connected) -> {
              if (connected.isSuccess()) {
                passages.add(new Passage(this, client, connected.channel()));
              } else {
                Passage.cut(client);
              }
            });
  }

  /** Falls ill, in place of what it had before. */
  public void begin(LinkFault next) {
    loop.submit(
            () -> {
              endNow();
              fault = next;
              if (next == LinkFault.RESETTING || next == LinkFault.UNSERVED) {
                List.copyOf(passages).forEach(Passage::reset);
              }
              passages.forEach(Passage::proceed);
            })
        .syncUninterruptibly();
  }

  /** Is well again; connections that have lost something are not, until they are given up. */
  public void end() {
    loop.submit(this::endNow).syncUninterruptibly();
  }

  private void endNow() {
    fault = null;
    List.copyOf(unserved).forEach(Passage::cut);
    unserved.clear();
    for (Passage passage : passages) {
      passage.proceed();
      if (passage.isHalfOpen()) {
        var unused = loop.schedule(passage::reset, HALF_OPEN.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  /** Whether it has no fault, and no connection that still suffers from one. */
  public boolean isWell() {
    return halfOpen.get() == 0 && loop.submit(() -> fault == null).syncUninterruptibly().getNow();
  }

  boolean swallows(boolean there) {
    return fault != null && fault.swallows(there);
  }

  boolean isStalled() {
    return fault == LinkFault.STALLED;
  }

  /** Nanoseconds that something sent now takes. */
  long delay() {
    return fault == LinkFault.SLOW
        ? TimeUnit.MILLISECONDS.toNanos(
            ThreadLocalRandom.current().nextLong(LEAST_DELAY_MILLIS, MOST_DELAY_MILLIS))
        : 0;
  }

  /** How long a new connection lives, in milliseconds; negative if nothing ends it. */
  long life() {
    return fault == LinkFault.RESETTING
        ? ThreadLocalRandom.current().nextLong(LONGEST_LIFE_MILLIS)
        : -1;
  }

  EventLoop loop() {
    return loop;
  }

  /**
   * A connection whose both sides are closed already tells of its end after that: it counts no
   * more.
   */
  void broke(Passage passage) {
    if (passages.contains(passage)) {
      halfOpen.incrementAndGet();
    }
  }

  void ended(Passage passage) {
    if (passages.remove(passage) && passage.isHalfOpen()) {
      halfOpen.decrementAndGet();
    }
  }

  /** Ends all its connections; the doors are shut. */
  @Override
  public void close() {
    loop.submit(
            () -> {
              doors.forEach(Passage::cut);
              List.copyOf(unserved).forEach(Passage::cut);
              List.copyOf(passages).forEach(Passage::reset);
            })
        .syncUninterruptibly();
  }
}
