package dev.sandi.bench.mortal;

import dev.sandi.bench.DriverSockets;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;

/**
 * Connections of one copy to the database. Given to the PostgreSQL driver by its properties {@code
 * socketFactory} and {@code socketFactoryArg}, the name of the copy's life.
 */
public final class MortalSockets extends DriverSockets {

  private final Life life;

  public MortalSockets(String life) {
    this.life = Life.of(life);
  }

  @Override
  public Socket createSocket() {
    return new MortalSocket(life);
  }

  private static final class MortalSocket extends Socket {

    private final Life life;
    private boolean written;

    MortalSocket(Life life) {
      this.life = life;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      alive("a connection to the database");
      super.connect(endpoint, timeout);
      life.opened(this);
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(super.getOutputStream()) {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          // Nothing of the statement leaves.
          alive("before a statement");
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
            // The statement has left, and will be executed; nobody hears of it.
            alive("after a statement");
          }
          return in.read(bytes, offset, length);
        }
      };
    }

    private void alive(String step) throws IOException {
      try {
        life.step(step);
      } catch (DeadException e) {
        throw new IOException(e);
      }
    }

    @Override
    public synchronized void close() throws IOException {
      life.closed(this);
      super.close();
    }
  }
}
