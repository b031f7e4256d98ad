package dev.sandi.local;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A way to run PostgreSQL, which refuses to be root. In containers and on build machines being root
 * is the normal case, and each way is forbidden somewhere.
 *
 * @param name what {@code -Dsandi.postgres.run-as} calls it
 * @param user who owns the files, as the machine sees it
 * @param prefix what to put in front of a command
 */
record RunAs(String name, String user, List<String> prefix) {

  private static final String UNPRIVILEGED = "nobody";
  private static final String THIS_USER = System.getProperty("user.name");

  static boolean isRoot() {
    return THIS_USER.equals("root");
  }

  /** The first way that works here, or the one that was asked for. */
  static RunAs choose() {
    var asked = System.getProperty("sandi.postgres.run-as", "");
    return ways()
        .filter(way -> asked.isBlank() || way.name.equals(asked))
        .filter(RunAs::works)
        .findFirst()
        .orElseThrow(
            () ->
                new LocalFailure(
                    "PostgreSQL refuses to run as root, and none of unshare, setpriv, runuser and su can make it another user here: start as another user, or set SANDI_DB_URL to a database of your own."));
  }

  private static Stream<RunAs> ways() {
    if (!isRoot()) {
      return Stream.of(new RunAs("none", THIS_USER, List.of()));
    }
    var setpriv =
        List.of("setpriv", "--reuid=" + UNPRIVILEGED, "--regid=" + group(), "--clear-groups");
    var withCapability =
        Stream.concat(
                setpriv.stream(),
                Stream.of("--inh-caps=+dac_override", "--ambient-caps=+dac_override"))
            .toList();
    return Stream.of(
        // Still root to the machine, so that the files stay the caller's own.
        new RunAs("unshare", THIS_USER, List.of("unshare", "-U")),
        // May read below root's own directory.
        new RunAs("setpriv-dac", UNPRIVILEGED, withCapability),
        new RunAs("setpriv", UNPRIVILEGED, setpriv),
        new RunAs("runuser", UNPRIVILEGED, List.of("runuser", "-u", UNPRIVILEGED, "--")),
        new RunAs(
            "su",
            UNPRIVILEGED,
            List.of("su", "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", UNPRIVILEGED, "--")));
  }

  /** PostgreSQL also wants its user to have a name. */
  private boolean works() {
    if (prefix.isEmpty()) {
      return true;
    }
    var answer = command("id", "-un").run();
    return answer.succeeded() && !answer.output().toLowerCase(Locale.ROOT).equals("root");
  }

  /**
   * Whether a file can be made in the directory: asking for permission is not the same as having
   * it.
   */
  boolean canWrite(Path dir) {
    var touch = "cd \"$0\" && : > .reached && rm .reached";
    return command("sh", "-c", touch, dir.toString()).run().succeeded();
  }

  Command command(String... words) {
    return Command.of(prefix, words);
  }

  UserPrincipal owner() {
    try {
      return Path.of("/")
          .getFileSystem()
          .getUserPrincipalLookupService()
          .lookupPrincipalByName(user);
    } catch (IOException e) {
      throw new LocalFailure("There is no user %s here.".formatted(user), e);
    }
  }

  /** {@code nogroup} on Debian, {@code nobody} elsewhere. */
  private static String group() {
    return Command.of(List.of(), "id", "-g", UNPRIVILEGED).run().output();
  }
}
