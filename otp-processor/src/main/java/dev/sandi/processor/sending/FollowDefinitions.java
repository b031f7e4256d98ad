package dev.sandi.processor.sending;

import dev.sandi.processor.ProcessorProperties;
import dev.sandi.processor.routing.Configured;
import dev.sandi.processor.routing.GatewayDefinition;
import dev.sandi.processor.sending.OpenGateway.NotOpenedException;
import dev.sandi.processor.sending.Place.Successor;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Opens what is defined. A gateway goes on as it is while what is to take its place cannot be
 * opened, and for some seconds while that connects. One that is not enabled is open for the reports
 * of what it was given before.
 */
@Component
class FollowDefinitions {

  private static final Logger log = LoggerFactory.getLogger(FollowDefinitions.class);

  /** How long who is to take a gateway's place may take to connect, in nanoseconds. */
  private static final long LONGEST_WAIT = 10_000_000_000L;

  private final OpenGateway open;
  private final ProcessorProperties properties;

  FollowDefinitions(OpenGateway open, ProcessorProperties properties) {
    this.open = open;
    this.properties = properties;
  }

  /**
   * What is open from now on.
   *
   * @param before what is open by its name
   * @param builtIn gateways that are not defined, by name
   */
  Places follow(
      Map<String, Place> before, Configured configured, Map<String, RunningGateway> builtIn) {
    return follow(before, configured, builtIn, true);
  }

  /** The same, but for those that have waited for long enough to take another's place. */
  Places promote(Places before, Map<String, RunningGateway> builtIn) {
    return follow(before.places(), before.configured(), builtIn, false);
  }

  private Places follow(
      Map<String, Place> before,
      Configured configured,
      Map<String, RunningGateway> builtIn,
      boolean opens) {
    Map<String, Place> places = new HashMap<>();
    Map<String, RunningGateway> sending = new HashMap<>(builtIn);
    Set<String> missing = new TreeSet<>();
    if (isUndefined(configured, builtIn)) {
      missing.add(properties.gateway());
      if (opens) {
        tellUndefined();
      }
    }
    for (GatewayDefinition defined : configured.gateways()) {
      String name = defined.name();
      Place place = builtIn.containsKey(name) ? null : place(before.get(name), defined, opens);
      if (place != null) {
        places.put(name, place);
        if (defined.enabled()) {
          sending.put(name, place.gateway());
        }
      } else if (defined.enabled() && !builtIn.containsKey(name)) {
        missing.add(name);
      }
    }
    return new Places(configured, places, sending, missing);
  }

  private @Nullable Place place(@Nullable Place before, GatewayDefinition defined, boolean opens) {
    if (before != null && before.isMadeOf(defined)) {
      return before.as(defined);
    }
    Successor next = before == null ? null : before.successorOf(defined);
    if (next == null && !opens) {
      return before;
    }
    try {
      if (next == null) {
        next = new Successor(defined, open.open(defined), System.nanoTime());
      }
      return before == null || isReady(next, before)
          ? new Place(defined, next.gateway())
          : before.awaiting(defined, next);
    } catch (NotOpenedException e) {
      return before == null ? null : before.troubled(defined, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Messages had better not move to other gateways only because this one is about to connect. An
   * operator who allows no second connection does not allow it before the first one is closed; one
   * who does not know the account will not have it either way.
   */
  private static boolean isReady(Successor next, Place before) {
    RunningGateway gateway = next.gateway();
    return gateway.status().connected()
        || !before.gateway().status().connected()
        || (!gateway.isUnknown()
            && (gateway.isTurnedAway() || System.nanoTime() - next.since() > LONGEST_WAIT));
  }

  /** One that is still to be defined: messages wait for it, as long as they are of use. */
  private boolean isUndefined(Configured configured, Map<String, RunningGateway> builtIn) {
    String usual = properties.gateway();
    return !usual.isEmpty() && configured.gateway(usual).isEmpty() && !builtIn.containsKey(usual);
  }

  private void tellUndefined() {
    log.error(
        "Gateway {}, which SANDI_GATEWAY names, is not defined: its messages wait until"
            + " PUT /admin/v1/gateways/{} does so",
        properties.gateway(),
        properties.gateway());
  }
}
