package dev.sandi.processor.sending;

import dev.sandi.processor.routing.Configured;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is open on this copy at one moment.
 *
 * @param configured what it follows
 * @param places of gateways that are defined, by name
 * @param sending the gateways that messages may be given to, by name
 * @param missing names of gateways that messages may wait for and that are not open
 */
record Places(
    Configured configured,
    Map<String, Place> places,
    Map<String, RunningGateway> sending,
    Set<String> missing) {

  Places {
    places = Map.copyOf(places);
    sending = Map.copyOf(sending);
    missing = Set.copyOf(missing);
  }

  /** Whether something could not be opened, for a reason that may have passed. */
  boolean isAnythingToTry() {
    return !missing.isEmpty() || places.values().stream().anyMatch(Place::isTroubled);
  }

  /** Whether somebody is to take another's place soon. */
  boolean isAnyoneAwaited() {
    return places.values().stream().anyMatch(Place::isAwaiting);
  }

  /** Those that are open here, and not in what comes after. */
  List<RunningGateway> leftBy(Places after) {
    List<RunningGateway> stay = after.open();
    return open().stream().filter(gateway -> !stay.contains(gateway)).toList();
  }

  /** All of them, whether messages may be given to them or not. */
  List<RunningGateway> open() {
    return places.values().stream().flatMap(place -> place.open().stream()).toList();
  }
}
