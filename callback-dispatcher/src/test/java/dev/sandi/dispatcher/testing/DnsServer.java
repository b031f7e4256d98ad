package dev.sandi.dispatcher.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A DNS server (RFC 1035, over UDP, on loopback) that says whatever it is told to. */
public final class DnsServer implements AutoCloseable {

  /** What is said of a name. */
  @FunctionalInterface
  public interface Zone {

    /**
     * Answers a query.
     *
     * @param v6 whether AAAA is asked for, and not A
     * @return the addresses; null for no answer at all
     */
    @Nullable List<InetAddress> resolve(String name, boolean v6);
  }

  private static final int A = 1;
  private static final int AAAA = 28;
  private static final int HEADER = 12;

  private final DatagramSocket socket;
  private final AtomicInteger queries = new AtomicInteger();
  private volatile Zone zone;

  private DnsServer(DatagramSocket socket, Zone zone) {
    this.socket = socket;
    this.zone = zone;
  }

  /** Starts a server; what it says may be kept for no time at all. */
  public static DnsServer start(Zone zone) {
    try {
      DnsServer server =
          new DnsServer(new DatagramSocket(0, InetAddress.getLoopbackAddress()), zone);
      Thread thread = new Thread(server::serve, "dns");
      thread.setDaemon(true);
      thread.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A server that takes queries and never answers. */
  public static DnsServer silent() {
    return start((name, v6) -> null);
  }

  public void says(Zone other) {
    zone = other;
  }

  private void serve() {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
        socket.receive(packet);
        queries.incrementAndGet();
        byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
        if (answer.length > 0) {
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private byte[] answer(byte[] query) {
    StringBuilder name = new StringBuilder();
    int at = HEADER;
    for (; query[at] != 0; at += query[at] + 1) {
      name.append(new String(query, at + 1, query[at], StandardCharsets.ISO_8859_1)).append('.');
    }
    int type = query[at + 2];
    List<InetAddress> said = zone.resolve(name.substring(0, name.length() - 1), type == AAAA);
    if (said == null) {
      return new byte[0];
    }
    List<InetAddress> addresses =
        said.stream()
            .filter(address -> type == (address instanceof Inet4Address ? A : AAAA))
            .toList();
    ByteBuffer out = ByteBuffer.allocate(1500);
    out.put(query, 0, 2).putShort((short) 0x8180).putShort((short) 1);
    out.putShort((short) addresses.size()).putInt(0).put(query, HEADER, at + 5 - HEADER);
    for (InetAddress address : addresses) {
      byte[] bytes = address.getAddress();
      out.putShort((short) 0xC00C).putShort((short) type).putShort((short) 1);
      out.putInt(0).putShort((short) bytes.length).put(bytes);
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  public int queries() {
    return queries.get();
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  @Override
  public void close() {
    socket.close();
  }
}
