package dev.sandi.deploy;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a local run can be told.
 *
 * @param home where its data are
 * @param fresh whether to start empty
 * @param minFreeDisk in MiB
 * @param kafka the address of a broker that is not ours to start
 * @param gateways a file that defines gateways and routes; without one, every SMS goes to the
 *     simulated handset
 * @param json whether to log one JSON object per line
 */
record LocalSettings(
    Path home,
    boolean fresh,
    Ports ports,
    int minFreeDisk,
    Optional<DatabaseAddress> database,
    Optional<String> kafka,
    Optional<Path> gateways,
    boolean json) {

  static LocalSettings from(SettingsSource source) {
    return new LocalSettings(
        Path.of(source.text("sandi.home").orElse(".sandi")).toAbsolutePath().normalize(),
        source.flag("sandi.fresh"),
        Ports.from(source),
        source.number("sandi.min-free-disk", 512, 0, Integer.MAX_VALUE),
        DatabaseAddress.from(source),
        source.text("sandi.kafka.bootstrap"),
        source.text("sandi.gateways").map(file -> Path.of(file).toAbsolutePath().normalize()),
        wantsJson(source));
  }

  private static boolean wantsJson(SettingsSource source) {
    var format = source.text("sandi.log.format").orElse("text");
    return switch (format) {
      case "json" -> true;
      case "text" -> false;
      default -> throw SettingsSource.wrong("sandi.log.format", format, "text or json");
    };
  }
}
