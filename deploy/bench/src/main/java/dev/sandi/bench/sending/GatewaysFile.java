package dev.sandi.bench.sending;

import dev.sandi.bench.BenchmarkFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A file of gateways to SMSC simulators of this machine, for a processor of a run. */
public final class GatewaysFile {

  private static final String GATEWAY =
      """
        - name: %s
          kind: smpp
          settings:
            hosts: ["127.0.0.1:%d"]
            system_id: sandi
            password: ${SANDI_SECRET_SMSC}
            window: 100
      """;

  private GatewaysFile() {}

  /**
   * Writes it, with one route over all of them in their order.
   *
   * @param ports by name, in the order of the names in the route
   * @return the processor's settings that name it
   */
  public static List<String> write(Path within, Map<String, Integer> ports, List<String> route) {
    String gateways =
        ports.entrySet().stream()
            .map(gateway -> GATEWAY.formatted(gateway.getKey(), gateway.getValue()))
            .collect(Collectors.joining());
    String routed =
        route.stream().map("      - gateway: %s\n"::formatted).collect(Collectors.joining());
    try {
      Path file = Files.createTempFile(within, "sandi-gateways-", ".yaml");
      file.toFile().deleteOnExit();
      Files.writeString(
          file,
          "gateways:\n%sroutes:\n  - name: all\n    gateways:\n%s".formatted(gateways, routed));
      return List.of(
          "sandi.processor.gateways-file=" + file, "sandi.processor.gateway=" + route.get(0));
    } catch (IOException e) {
      throw new BenchmarkFailure(within + " cannot be written.", e);
    }
  }
}
