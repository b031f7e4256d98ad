package dev.sandi.deploy;

import dev.sandi.local.LocalFailure;
import dev.sandi.local.LocalPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;

/** Finds out before anything starts what would keep it from starting. */
record Preflight(LocalSettings settings) {

  /** Takes the home and leaves the way clear, or says in one sentence why that cannot be. */
  Home check() {
    checkDifferent(wanted());
    var home = Home.open(settings.home(), settings.fresh());
    try {
      checkDisk(home);
      LocalPostgres.stopLeftover(home.postgres());
      wanted().forEach(Preflight::checkFree);
      settings.database().ifPresent(Reachability::check);
      settings.kafka().ifPresent(Reachability::check);
      return home;
    } catch (LocalFailure e) {
      home.close();
      throw e;
    }
  }

  private List<Ports.Wanted> wanted() {
    return settings.ports().wanted().stream()
        .filter(wanted -> settings.kafka().isEmpty() || !wanted.by().equals("Kafka"))
        .filter(wanted -> settings.database().isEmpty() || !wanted.by().equals("PostgreSQL"))
        .toList();
  }

  private static void checkDifferent(List<Ports.Wanted> all) {
    var seen = new HashMap<Integer, Ports.Wanted>();
    for (var wanted : all) {
      var other = seen.put(wanted.port(), wanted);
      if (other != null) {
        throw new LocalFailure(
            "%s and %s both want port %d: change one of them with -D%s=<port>."
                .formatted(other.by(), wanted.by(), wanted.port(), wanted.property()));
      }
    }
  }

  private void checkDisk(Home home) {
    try {
      var free = Files.getFileStore(home.root()).getUsableSpace() >> 20;
      if (free < settings.minFreeDisk()) {
        throw new LocalFailure(
            "Only %d MiB are free on the disk of %s, and %d are wanted: make room, choose another directory with -Dsandi.home=<directory>, or want less with -Dsandi.min-free-disk=<MiB>."
                .formatted(free, home.root(), settings.minFreeDisk()));
      }
    } catch (IOException e) {
      throw new LocalFailure(
          "The disk of %s cannot be read (%s): choose another directory with -Dsandi.home=<directory>."
              .formatted(home.root(), e.getMessage()),
          e);
    }
  }

  private static void checkFree(Ports.Wanted wanted) {
    if (isTaken(wanted.port())) {
      throw new LocalFailure(
          "Port %d, which %s wants, is taken%s: stop what uses it, or choose another with -D%s=<port>."
              .formatted(
                  wanted.port(),
                  wanted.by(),
                  PortOwner.of(wanted.port()).map(owner -> " by " + owner).orElse(""),
                  wanted.property()));
    }
  }

  private static boolean isTaken(int port) {
    try (var server = new ServerSocket()) {
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      return true;
    }
    return answersOverIpv6(port);
  }

  /** Where {@code localhost} means ::1 first, its listener would get the requests meant for us. */
  private static boolean answersOverIpv6(int port) {
    try (var client = new Socket()) {
      var address =
          InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
      client.connect(new InetSocketAddress(address, port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
