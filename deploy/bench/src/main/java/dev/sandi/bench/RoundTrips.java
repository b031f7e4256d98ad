package dev.sandi.bench;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the round trips to the database: each time that something is read after something was
 * written. Given to the PostgreSQL driver by its property {@code socketFactory}.
 */
public final class RoundTrips extends DriverSockets {

  /** The pool of connections that requests wait for; the others work behind the answers. */
  private static final String REQUESTS = "requests";

  private static final LongAdder OF_REQUESTS = new LongAdder();
  private static final LongAdder OF_OTHERS = new LongAdder();

  /** What takes records from Kafka, whichever connection it is given. */
  private static final String INTAKE = "processor-intake";

  private static final LongAdder OF_INTAKE = new LongAdder();

  /** Threads of Tomcat, native and virtual ones. */
  private static final List<String> HTTP = List.of("-exec-", "tomcat-handler");

  private static final LongAdder OF_HTTP = new LongAdder();

  static long ofRequests() {
    return OF_REQUESTS.sum();
  }

  static long ofOthers() {
    return OF_OTHERS.sum();
  }

  static long ofIntake() {
    return OF_INTAKE.sum();
  }

  /** By requests themselves, whichever connection they are given. */
  static long ofHttp() {
    return OF_HTTP.sum();
  }

  @Override
  public Socket createSocket() {
    // Hikari names the thread that opens a connection after its pool.
    boolean ofRequests = Thread.currentThread().getName().startsWith(REQUESTS);
    return new CountingSocket(ofRequests ? OF_REQUESTS : OF_OTHERS);
  }

  /** Used by one thread at a time, as the connection that it belongs to. */
  private static final class CountingSocket extends Socket {

    private final LongAdder count;
    private boolean written;

    CountingSocket(LongAdder count) {
      this.count = count;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(super.getOutputStream()) {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          written = true;
          out.write(bytes, offset, length);
        }
      };
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          if (written) {
            written = false;
            count.increment();
            String thread = Thread.currentThread().getName();
            if (thread.contains(INTAKE)) {
              OF_INTAKE.increment();
            } else if (HTTP.stream().anyMatch(thread::contains)) {
              OF_HTTP.increment();
            }
          }
          return in.read(bytes, offset, length);
        }
      };
    }
  }
}
