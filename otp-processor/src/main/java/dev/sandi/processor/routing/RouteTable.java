package dev.sandi.processor.routing;

import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.PhoneNumber;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Routes in their order: the first that matches holds.
 *
 * @param routes at most {@value #MOST}
 * @param otherwise where what no route matches goes
 */
public record RouteTable(List<Route> routes, Route otherwise) {

  static final int MOST = 500;

  public RouteTable {
    routes = List.copyOf(routes);
    if (routes.size() > MOST) {
      throw new InvalidValueException("routes: should be at most " + MOST);
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < routes.size(); i++) {
      String name = routes.get(i).name();
      if (name != null && !names.add(name)) {
        throw new InvalidValueException("routes[" + i + "].name: is that of an earlier route");
      }
    }
  }

  /** The route of a message. */
  public Route of(AppId app, PhoneNumber msisdn) {
    OptionalInt index = indexOf(app, msisdn);
    return index.isPresent() ? routes.get(index.getAsInt()) : otherwise;
  }

  /** Which of the routes matches; empty if none does. */
  OptionalInt indexOf(AppId app, PhoneNumber msisdn) {
    return IntStream.range(0, routes.size())
        .filter(i -> routes.get(i).matches(app, msisdn))
        .findFirst();
  }
}
