package dev.sandi.local;

/**
 * Where a broker listens beside its own port, for clients that come by a proxy.
 *
 * @param name letters, digits and underscores
 * @param port where it listens
 * @param advertisedPort where it tells these clients to come: the proxy's
 */
public record AdvertisedPort(String name, int port, int advertisedPort) {

  String listened() {
    return address(port);
  }

  String advertised() {
    return address(advertisedPort);
  }

  private String address(int at) {
    return name + "://" + Loopback.HOST + ":" + at;
  }
}
