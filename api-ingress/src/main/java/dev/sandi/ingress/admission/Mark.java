package dev.sandi.ingress.admission;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import dev.sandi.value.SessionId;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Notes in one row which requests of a batch were answered. Usually that is all of it; who comes
 * later gets a further row, and nobody waits for anybody.
 *
 * @param batch the batch's name
 * @param numbers of the requests, as Postgres writes an array
 */
record Mark(SessionId batch, String numbers) {

  static List<Mark> of(List<Place> answered) {
    return answered.stream()
        .collect(
            groupingBy(
                Place::batch,
                LinkedHashMap::new,
                mapping(place -> String.valueOf(place.number()), joining(",", "{", "}"))))
        .entrySet()
        .stream()
        .map(batch -> new Mark(batch.getKey(), batch.getValue()))
        .toList();
  }
}
