package dev.sandi.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory that every user can reach, that only one may write, and that outlives a reboot. */
final class StateDirectory {

  private StateDirectory() {}

  static Path ofThisUser() throws IOException {
    var user = System.getProperty("user.name");
    var dir = Path.of("/var/tmp", "sandi-" + user);
    if (!Files.exists(dir, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(dir);
      Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    // Anybody can create that name first, and would then choose the programs that run here.
    if (Files.isSymbolicLink(dir) || !Files.getOwner(dir).getName().equals(user)) {
      throw new IOException(dir + " does not belong to " + user);
    }
    return dir;
  }
}
