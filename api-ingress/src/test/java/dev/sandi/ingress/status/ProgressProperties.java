package dev.sandi.ingress.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.event.Envelope;
import dev.sandi.event.LifecycleEvent;
import dev.sandi.event.OtpRequested;
import dev.sandi.ingress.testing.Told;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ProgressProperties {

  private static final Told TOLD = Told.of("app", Instant.parse("2026-11-01T00:00:00Z"));

  @Property
  void isTheSameInAnyOrderAndGroupingAndHoweverOften(
      @ForAll("events") List<Integer> order, @ForAll("events") List<Integer> again) {
    // Given
    List<Integer> everything = new ArrayList<>(order);
    everything.addAll(again);
    List<Integer> sorted = everything.stream().distinct().sorted().toList();

    // When
    Progress straight = merged(sorted);
    Progress mixed = merged(everything);
    Progress grouped = merged(order).merge(merged(again));

    // Then
    assertThat(mixed).isEqualTo(straight);
    assertThat(grouped).isEqualTo(straight);
  }

  @Property
  void readsTheCursorsThatItWrites(@ForAll long high, @ForAll long low) {
    // Given
    Cursor cursor = new Cursor(new UUID(high, low));

    // When
    Cursor read = Cursor.of(cursor.toString());

    // Then
    assertThat(read).isEqualTo(cursor);
    assertThat(cursor.toString()).matches("[A-Za-z0-9_-]{22}");
  }

  @Provide
  Arbitrary<List<Integer>> events() {
    return Arbitraries.integers().between(0, 7).list().ofMinSize(1).ofMaxSize(12);
  }

  private static Progress merged(List<Integer> indexes) {
    Optional<Progress> merged =
        indexes.stream().map(ProgressProperties::progress).reduce(Progress::merge);
    return merged.orElseThrow();
  }

  private static Progress progress(int index) {
    List<Envelope> all =
        List.of(
            TOLD.requested(),
            TOLD.sent(),
            TOLD.undelivered(),
            TOLD.delivered(),
            TOLD.expired(),
            TOLD.failed(),
            TOLD.rejected(),
            TOLD.verified());
    Envelope envelope = all.get(index);
    return envelope.event() instanceof OtpRequested requested
        ? Progress.of(requested, envelope.time())
        : Progress.of((LifecycleEvent) envelope.event(), envelope.time());
  }
}
