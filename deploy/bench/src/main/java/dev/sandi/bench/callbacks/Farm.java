package dev.sandi.bench.callbacks;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.local.Loopback;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Customers' servers, each at an address of its own on the loopback network, and all served by one
 * thread that costs as little as it can.
 */
public final class Farm implements AutoCloseable {

  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
  private static final int ADDRESSES = 250;
  private static final int BACKLOG = 1024;

  private final int port = Loopback.choosePort(0);
  private final Manner[] manners;
  private final Selector selector;
  private final Queue<Late> late = new ArrayDeque<>();
  private final Set<UUID> refused = new HashSet<>();
  private final LongAdder answered = new LongAdder();
  private volatile Consumer<Request> watcher = request -> {};

  /** An answer that is not due yet. */
  private record Late(FarmConnection connection, long due) {}

  private Farm(int receivers) throws IOException {
    this.manners = new Manner[receivers];
    Arrays.fill(manners, Manner.FAST);
    this.selector = Selector.open();
    for (int i = 0; i < receivers; i++) {
      ServerSocketChannel server = ServerSocketChannel.open();
      server.bind(new InetSocketAddress(InetAddress.getByName(host(i)), port), BACKLOG);
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT, i);
    }
    Thread thread = new Thread(this::serve, "farm");
    thread.setDaemon(true);
    thread.start();
  }

  public static Farm of(int receivers) {
    try {
      return new Farm(receivers);
    } catch (IOException e) {
      throw new BenchmarkFailure("The receivers cannot be started.", e);
    }
  }

  /** All of 127.0.0.0/8 is this machine on Linux. */
  private static String host(int receiver) {
    return "127.1." + receiver / ADDRESSES + "." + (receiver % ADDRESSES + 1);
  }

  public String url(int receiver) {
    return "http://" + host(receiver) + ":" + port + "/otp";
  }

  /** Where a receiver listens. */
  public InetSocketAddress address(int receiver) {
    return at(host(receiver));
  }

  /** An address that is free for a proxy before a receiver. */
  public InetSocketAddress door(int receiver) {
    return at(doorHost(receiver));
  }

  /** The same as {@link #url}, by the proxy. */
  public String doorUrl(int receiver) {
    return "http://" + doorHost(receiver) + ":" + port + "/otp";
  }

  private static String doorHost(int receiver) {
    return host(receiver).replaceFirst("127\\.1\\.", "127.2.");
  }

  private InetSocketAddress at(String host) {
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new BenchmarkFailure(host + " is no address.", e);
    }
  }

  List<String> urls() {
    return IntStream.range(0, manners.length).mapToObj(this::url).toList();
  }

  /** Has each receiver behave as its number says, from its next request on. */
  void behave(IntFunction<Manner> manner) {
    for (int i = 0; i < manners.length; i++) {
      manners[i] = manner.apply(i);
    }
  }

  /** Sets who sees each request, on the farm's only thread. */
  public void watch(Consumer<Request> next) {
    watcher = next;
  }

  public int receivers() {
    return manners.length;
  }

  /** Requests that were answered with 200 so far. */
  long answered() {
    return answered.sum();
  }

  private void serve() {
    try {
      while (selector.isOpen()) {
        if (late.isEmpty()) {
          selector.select();
        } else {
          selector.selectNow();
          TimeUnit.MICROSECONDS.sleep(500);
        }
        for (SelectionKey key : selector.selectedKeys()) {
          serve(key);
        }
        selector.selectedKeys().clear();
        answerLate();
      }
    } catch (ClosedSelectorException e) {
      // The end of the run.
    } catch (IOException e) {
      System.err.println("The receivers have ended: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(SelectionKey key) throws IOException {
    if (key.attachment() instanceof FarmConnection connection) {
      connection.read(this::take);
    } else if (key.channel() instanceof ServerSocketChannel server) {
      int receiver = (int) key.attachment();
      SocketChannel accepted;
      while ((accepted = server.accept()) != null) {
        accepted.configureBlocking(false);
        FarmConnection connection = FarmConnection.of(accepted, receiver);
        accepted.register(selector, SelectionKey.OP_READ, connection);
      }
    }
  }

  private void take(FarmConnection connection, Request request) {
    // Before the answer: nobody hears of a request that is not on record.
    watcher.accept(request);
    switch (manners[request.receiver()]) {
      case FAST -> answer(connection, true);
      case SLOW -> late.add(new Late(connection, System.nanoTime() + SLOW_NANOS));
      case FAILING -> answer(connection, false);
      case FLAKY -> answer(connection, !refusesAtFirst(request.id()) || !refused.add(request.id()));
      case BLACK_HOLE -> {}
    }
  }

  /** Half of them: of a copy that begins with much that waits, the breaker should not open. */
  static boolean refusesAtFirst(UUID id) {
    return (id.getLeastSignificantBits() & 1) == 0;
  }

  private void answer(FarmConnection connection, boolean ok) {
    if (connection.answer(ok) && ok) {
      answered.increment();
    }
  }

  private void answerLate() {
    long now = System.nanoTime();
    Late first;
    while ((first = late.peek()) != null && first.due() - now <= 0) {
      answer(late.remove().connection(), true);
    }
  }

  @Override
  public void close() {
    try {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      System.err.println("Receivers are left behind: " + e);
    }
  }
}
