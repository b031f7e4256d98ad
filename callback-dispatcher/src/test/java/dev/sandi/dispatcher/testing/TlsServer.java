package dev.sandi.dispatcher.testing;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

/** A customer's server behind TLS, which takes everything. */
public final class TlsServer implements AutoCloseable {

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> names = new CopyOnWriteArrayList<>();
  private final List<String> clients = new CopyOnWriteArrayList<>();
  private final Set<Integer> ports = new ConcurrentSkipListSet<>();

  private TlsServer(HttpsServer server) {
    this.server = server;
  }

  /**
   * Starts a server.
   *
   * @param asks whether it serves only who shows a certificate
   */
  public static TlsServer start(SSLContext context, boolean asks) throws Exception {
    TlsServer tls =
        new TlsServer(
            HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    tls.server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters tlsParameters = context.getDefaultSSLParameters();
            tlsParameters.setNeedClientAuth(asks);
            parameters.setSSLParameters(tlsParameters);
          }
        });
    tls.server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            if (exchange instanceof HttpsExchange secure
                && secure.getSSLSession() instanceof ExtendedSSLSession session) {
              session.getRequestedServerNames().forEach(name -> tls.names.add(name.toString()));
              tls.clients.add(client(session));
              tls.ports.add(exchange.getRemoteAddress().getPort());
            }
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
          }
        });
    tls.server.setExecutor(tls.threads);
    tls.server.start();
    return tls;
  }

  private static String client(ExtendedSSLSession session) {
    try {
      return session.getPeerPrincipal().getName();
    } catch (SSLPeerUnverifiedException e) {
      return "";
    }
  }

  /** Names that clients asked for (SNI), one for each request. */
  public List<String> names() {
    return List.copyOf(names);
  }

  /** Subjects of the certificates that clients showed; empty where there was none. */
  public List<String> clients() {
    return List.copyOf(clients);
  }

  /** Where clients came from, which tells connections apart. */
  public Set<Integer> ports() {
    return Set.copyOf(ports);
  }

  public String url(String host) {
    return "https://" + host + ":" + server.getAddress().getPort() + "/";
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
