package dev.sandi.bench;

import java.util.Locale;

/**
 * What a stretch of load has used: seconds of CPU by process, and round trips to the database.
 *
 * @param requestTrips on connections that requests wait for
 * @param otherTrips behind the answers
 */
record Usage(
    double ingress,
    double broker,
    double postgres,
    double client,
    long requestTrips,
    long otherTrips) {

  Usage since(Usage before) {
    return new Usage(
        ingress - before.ingress,
        broker - before.broker,
        postgres - before.postgres,
        client - before.client,
        requestTrips - before.requestTrips,
        otherTrips - before.otherTrips);
  }

  /** Seconds of CPU that all processes of the run have used. */
  double cpu() {
    return ingress + broker + postgres + client;
  }

  /** Microseconds of CPU that one of so many requests took, by process. */
  String perRequest(long requests) {
    double micros = 1e6 / Math.max(1, requests);
    return String.format(
        Locale.ROOT,
        "CPU µs a request: ingress %.0f, broker %.0f, database %.0f, client %.0f",
        ingress * micros,
        broker * micros,
        postgres * micros,
        client * micros);
  }
}
