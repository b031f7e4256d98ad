package dev.sandi.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** One data directory and the programs that work on it. */
record PostgresCluster(PostgresBinaries binaries, RunAs runAs, PostgresFiles files) {

  private static final long LOG_LIMIT = 10 << 20;

  static PostgresCluster in(Path dir) {
    var runAs = RunAs.choose();
    return new PostgresCluster(
        PostgresBinaries.unpacked(), runAs, PostgresFiles.usableBy(runAs, dir));
  }

  /**
   * Makes the data directory, if there is none, in one step that a crash cannot leave half done.
   */
  void create(PostgresConfiguration configuration, String password) throws IOException {
    if (Files.exists(files.data())) {
      checkVersion();
      return;
    }
    var unfinished = files.root().resolve("data.new");
    var passwordFile = files.root().resolve("password");
    Directories.delete(unfinished);
    Files.writeString(passwordFile, password);
    giveAll();
    var made =
        runAs
            .command(
                binaries.program("initdb"),
                "--pgdata=" + unfinished,
                "--username=" + LocalPostgres.SUPERUSER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                configuration.isDurable() ? "--no-instructions" : "--no-sync")
            .run();
    Files.deleteIfExists(passwordFile);
    if (!made.succeeded()) {
      throw failure("initdb", made.output());
    }
    Files.move(unfinished, files.data(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Makes the data directory, if there is none, as that of another cluster is. */
  void copy(PostgresFiles template) throws IOException {
    if (Files.exists(files.data())) {
      return;
    }
    var unfinished = files.root().resolve("data.new");
    Directories.delete(unfinished);
    Directories.copy(template.data(), unfinished);
    Files.move(unfinished, files.data(), StandardCopyOption.ATOMIC_MOVE);
  }

  private void checkVersion() throws IOException {
    var found = Files.readString(files.data().resolve("PG_VERSION")).strip();
    var wanted = binaries.majorVersion();
    if (!found.equals(wanted)) {
      throw new LocalFailure(
          "The database in %s was made by PostgreSQL %s, and this is %s: -Dsandi.fresh=true starts empty."
              .formatted(files.data(), found, wanted));
    }
  }

  void start(PostgresConfiguration configuration) throws IOException {
    configuration.writeTo(files.data());
    if (Files.exists(files.log()) && Files.size(files.log()) > LOG_LIMIT) {
      Files.delete(files.log());
    }
    giveAll();
    // pg_ctl puts the server into a session of its own, where Ctrl-C does not reach it.
    var started =
        runAs
            .command(
                binaries.program("pg_ctl"),
                "start",
                "--wait",
                "--timeout=50",
                "--pgdata=" + files.data(),
                "--log=" + files.log())
            .run();
    if (!started.succeeded()) {
      throw failure("start", reason(started.output()));
    }
  }

  private void giveAll() {
    if (RunAs.isRoot()) {
      Directories.give(files.root(), runAs.owner());
    }
  }

  private String reason(String otherwise) throws IOException {
    if (!Files.exists(files.log())) {
      return otherwise;
    }
    return Files.readAllLines(files.log()).stream()
        .filter(line -> line.contains("FATAL:"))
        .reduce((first, second) -> second)
        .map(line -> line.replaceFirst(".*FATAL:\\s*", ""))
        .orElse(otherwise);
  }

  private LocalFailure failure(String step, String reason) {
    return new LocalFailure(
        "PostgreSQL did not %s (%s; run as: %s; log: %s): set SANDI_DB_URL to use a database of your own."
            .formatted(step, reason.replace('\n', ' '), runAs.name(), files.log()));
  }
}
