package dev.sandi.deploy;

import dev.sandi.ingress.app.LocalApps;
import java.util.ArrayList;
import java.util.List;

/** What the services are told in a local run, over what their own files say. */
record ServiceArguments(LocalSettings settings, Backends backends, LocalKeys keys) {

  List<String> of(LocalService service) {
    var arguments = new ArrayList<String>();
    arguments.add("--spring.profiles.active=local");
    arguments.add("--server.address=127.0.0.1");
    arguments.add("--server.port=" + service.port());
    arguments.addAll(management(service));
    arguments.add("--sandi.ingress.admin-token=" + LocalApps.ADMIN_TOKEN);
    arguments.add("--sandi.processor-url=http://localhost:" + settings.ports().processor());
    arguments.add("--sandi.dispatcher-url=http://localhost:" + settings.ports().dispatcher());
    // Less than Stage gives a service, so that an open request is cut off and not the service.
    arguments.add("--spring.lifecycle.timeout-per-shutdown-phase=600ms");
    // A static member: the next run goes on where a killed one stopped, without waiting for its
    // end.
    arguments.add("--spring.kafka.consumer.properties.group.instance.id=local");
    settings.gateways().ifPresent(file -> arguments.add("--sandi.processor.gateways-file=" + file));
    arguments.addAll(keys.arguments());
    arguments.addAll(backends.arguments(service.schema()));
    return List.copyOf(arguments);
  }

  /** Said to all, for a variable would give all three the same port. */
  private List<String> management(LocalService service) {
    return settings
        .ports()
        .management()
        .filter(port -> service.stage() == Stage.INGRESS)
        .map(
            port ->
                List.of(
                    "--management.server.port=" + port, "--management.server.address=127.0.0.1"))
        .orElse(List.of("--management.server.port="));
  }
}
