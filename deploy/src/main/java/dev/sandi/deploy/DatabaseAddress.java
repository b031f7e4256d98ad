package dev.sandi.deploy;

import java.util.Optional;

/**
 * Where the database is.
 *
 * @param user one user for all services, instead of a role for each
 */
record DatabaseAddress(String url, Optional<String> user, String password) {

  /** A database with a role for each service. */
  static DatabaseAddress ofRoles(String url, String password) {
    return new DatabaseAddress(url, Optional.empty(), password);
  }

  /** A database that is not ours to start, if there is one. */
  static Optional<DatabaseAddress> from(SettingsSource source) {
    return source.text("sandi.db.url").map(url -> at(url, source));
  }

  private static DatabaseAddress at(String url, SettingsSource source) {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw SettingsSource.wrong(
          "sandi.db.url", url, "like jdbc:postgresql://db.example.com:5432/sandi");
    }
    return new DatabaseAddress(
        url, source.text("sandi.db.user"), source.text("sandi.db.password").orElse(""));
  }

  @Override
  public String toString() {
    return "DatabaseAddress[" + url + "]";
  }
}
