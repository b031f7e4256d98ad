package dev.sandi.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PackedEventsProperties {

  @Property
  void areTheSameWhenTheyAreUnpacked(@ForAll("events") List<ToldEvent> events) {
    assertThat(PackedEvents.unpack(PackedEvents.pack(events))).isEqualTo(events);
  }

  @Provide
  Arbitrary<List<ToldEvent>> events() {
    Arbitrary<String> text = Arbitraries.strings().ofMaxLength(40);
    Arbitrary<Instant> time =
        Arbitraries.longs()
            .between(0, 4_000_000_000_000_000L)
            .map(micros -> Instant.EPOCH.plusNanos(micros * 1000));
    return Combinators.combine(
            Arbitraries.create(UUID::randomUUID),
            text,
            text,
            text,
            text,
            time,
            text,
            Arbitraries.strings().ofMaxLength(2000))
        .as(ToldEvent::new)
        .list()
        .ofMaxSize(30);
  }

  @Example
  void areLeftAloneIfANewerVersionWroteThem() {
    // Given
    byte[] packed = PackedEvents.pack(List.of());
    packed[0]++;

    // Then
    assertThatThrownBy(() -> PackedEvents.unpack(packed))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
