package dev.sandi.ingress.admission;

import dev.sandi.value.SessionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Notes in one row which requests of a batch were answered. Usually that is all of it; who comes
 * later gets a further row, and nobody waits for anybody.
 *
 * @param batch the batch's name
 * @param numbers of the requests, as Postgres writes an array
 */
record Mark(SessionId batch, String numbers) {

  static List<Mark> of(List<Place> answered) {
    Map<SessionId, StringBuilder> numbers = new LinkedHashMap<>();
    for (Place place : answered) {
      StringBuilder known = numbers.computeIfAbsent(place.batch(), batch -> new StringBuilder());
      known.append(known.isEmpty() ? '{' : ',').append(place.number());
    }
    List<Mark> marks = new ArrayList<>(numbers.size());
    numbers.forEach((batch, all) -> marks.add(new Mark(batch, all.append('}').toString())));
    return marks;
  }
}
