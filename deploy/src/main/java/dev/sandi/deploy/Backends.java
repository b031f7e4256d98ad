package dev.sandi.deploy;

import dev.sandi.local.LocalKafka;
import dev.sandi.local.LocalPostgres;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The broker and the database, as the services are told about them. */
record Backends(String bootstrapServers, DatabaseAddress database) {

  /** Starts what is ours to start, both at once. */
  static Backends start(LocalSettings settings, Home home, Shutdown shutdown) {
    var database =
        settings
            .database()
            .map(CompletableFuture::completedFuture)
            .orElseGet(() -> postgres(settings, home, shutdown));
    var bootstrapServers =
        settings
            .kafka()
            .map(CompletableFuture::completedFuture)
            .orElseGet(() -> kafka(settings, home, shutdown));
    Together.await(bootstrapServers, database);
    return new Backends(bootstrapServers.join(), database.join());
  }

  private static CompletableFuture<DatabaseAddress> postgres(
      LocalSettings settings, Home home, Shutdown shutdown) {
    var starting =
        CompletableFuture.supplyAsync(
            () -> LocalPostgres.start(home.postgres(), settings.ports().postgres()));
    shutdown.add(
        Stage.POSTGRES,
        () -> {
          // Ctrl-C may have ended the program that starts the server, but not the server.
          starting.exceptionally(none -> null).join();
          LocalPostgres.stopLeftover(home.postgres());
        });
    return starting.thenApply(
        postgres -> DatabaseAddress.ofRoles(postgres.jdbcUrl(), LocalPostgres.PASSWORD));
  }

  private static CompletableFuture<String> kafka(
      LocalSettings settings, Home home, Shutdown shutdown) {
    var starting =
        CompletableFuture.supplyAsync(
            () -> LocalKafka.start(home.kafka(), settings.ports().kafka()));
    shutdown.add(
        Stage.KAFKA,
        () -> starting.thenAccept(LocalKafka::close).exceptionally(none -> null).join());
    return starting.thenApply(LocalKafka::bootstrapServers);
  }

  /** As a service is told that uses one schema. */
  List<String> arguments(String schema) {
    return List.of(
        "--spring.kafka.bootstrap-servers=" + bootstrapServers,
        "--spring.datasource.url=" + database.url(),
        "--spring.datasource.username=" + database.user().orElse("sandi_" + schema),
        "--spring.datasource.password=" + database.password());
  }
}
