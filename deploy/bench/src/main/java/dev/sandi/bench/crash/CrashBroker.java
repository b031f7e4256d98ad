package dev.sandi.bench.crash;

import dev.sandi.local.AdvertisedPort;
import dev.sandi.local.LocalKafka;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A JVM with a broker, which ends in order when it is asked to. */
final class CrashBroker {

  private CrashBroker() {}

  static List<String> arguments(Path data, int port, List<AdvertisedPort> more) {
    List<String> arguments = new ArrayList<>();
    arguments.add(data.toString());
    arguments.add(Integer.toString(port));
    more.forEach(one -> arguments.add(one.name() + ":" + one.port() + ":" + one.advertisedPort()));
    return arguments;
  }

  /**
   * Runs until a signal.
   *
   * @param args as {@link #arguments} makes them
   */
  public static void main(String[] args) {
    List<AdvertisedPort> more = Arrays.stream(args).skip(2).map(CrashBroker::listener).toList();
    LocalKafka kafka = LocalKafka.start(Path.of(args[0]), Integer.parseInt(args[1]), more);
    Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "end"));
  }

  private static AdvertisedPort listener(String argument) {
    String[] words = argument.split(":", 3);
    return new AdvertisedPort(words[0], Integer.parseInt(words[1]), Integer.parseInt(words[2]));
  }
}
