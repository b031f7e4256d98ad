package dev.sandi.testing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.testcontainers.DockerClientFactory;

/**
 * A broker and a database, made together.
 *
 * <p>{@code -Dsandi.infra} says of what: {@code embedded} (this JVM and this machine) or {@code
 * containers}.
 */
public final class Infrastructure implements AutoCloseable {

  private static final class Shared {
    static final Infrastructure INSTANCE = startShared();
  }

  private final TestDirectory directory = TestDirectory.create();
  private final CompletableFuture<Broker> broker;
  private final CompletableFuture<Database> database;

  private Infrastructure() {
    QuietLogs.apply();
    if (inContainers()) {
      broker = CompletableFuture.supplyAsync(ContainerBroker::new);
      database = CompletableFuture.supplyAsync(ContainerDatabase::new);
    } else {
      broker = supply(() -> new EmbeddedBroker(directory.path().resolve("kafka")));
      database = supply(() -> new EmbeddedDatabase(directory.path().resolve("postgres")));
    }
  }

  private Infrastructure(Encryption encryption) {
    QuietLogs.apply();
    broker = supply(() -> encryption.broker(directory.path().resolve("kafka")));
    database = supply(() -> encryption.database(directory.path().resolve("postgres")));
  }

  private static <T> CompletableFuture<T> supply(Supplier<T> start) {
    return CompletableFuture.supplyAsync(start);
  }

  /** What all tests of this JVM share. Do not stop it. */
  public static Infrastructure shared() {
    return Shared.INSTANCE;
  }

  /** For one test alone, which may stop and start its parts, and closes it. */
  public static Infrastructure isolated() {
    return new Infrastructure();
  }

  /** For one test alone, and to nobody in clear; always embedded. */
  public static Infrastructure encrypted(Encryption encryption) {
    return new Infrastructure(encryption);
  }

  /** Whether this machine can give it: containers need Docker. */
  public static boolean isAvailable() {
    return !inContainers() || DockerClientFactory.instance().isDockerAvailable();
  }

  static boolean inContainers() {
    return switch (System.getProperty("sandi.infra", "embedded")) {
      case "embedded" -> false;
      case "containers" -> true;
      default -> throw new IllegalArgumentException("sandi.infra is embedded or containers");
    };
  }

  private static Infrastructure startShared() {
    if (!inContainers()) {
      TestDirectory.sweep();
    }
    var shared = new Infrastructure();
    Runtime.getRuntime().addShutdownHook(new Thread(new AfterSpring(shared::close), "infra-stop"));
    return shared;
  }

  public Broker broker() {
    return started(broker);
  }

  public Database database() {
    return started(database);
  }

  private static <T> T started(CompletableFuture<T> part) {
    try {
      return part.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  @Override
  public void close() {
    try (directory) {
      CompletableFuture.allOf(
              broker.thenAccept(Infrastructure::end), database.thenAccept(Infrastructure::end))
          .exceptionally(failure -> null)
          .join();
    }
  }

  private static void end(Object part) {
    try {
      ((AutoCloseable) part).close();
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }
}
