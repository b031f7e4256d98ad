package dev.sandi.bench.traffic;

import java.time.ZoneId;
import java.util.List;

/**
 * A customer's app.
 *
 * @param owner whose app it is: some have several
 * @param zone by which its users wake and sleep
 * @param share of all everyday requests
 * @param conversion share of its users who enter the code in the end
 * @param domain what its texts may point at
 * @param templates the texts that it sends
 */
public record App(
    String id,
    String owner,
    ZoneId zone,
    double share,
    double conversion,
    String domain,
    List<String> templates,
    List<Country> countries) {

  String template(long choice) {
    return templates.get((int) Long.remainderUnsigned(choice, templates.size()));
  }

  /** The number of one of its users. */
  String user(long index) {
    long choice = Draws.mix(index) + id.hashCode();
    return countries
        .get((int) Long.remainderUnsigned(Draws.mix(choice), countries.size()))
        .number(choice);
  }
}
