package dev.sandi.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** Ids are compared as text, which orders them by their bytes, as Postgres does. */
class UuidV7Properties {

  /** The year 10889: the end of 48 bits. */
  private static final long LAST = (1L << 48) - 1;

  @Property
  void carriesItsMoment(@ForAll @LongRange(max = LAST) long millis) {
    // Given
    Instant instant = Instant.ofEpochMilli(millis);

    // When
    var id = UuidV7.at(instant);

    // Then
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(UuidV7.instantOf(id)).isEqualTo(instant);
  }

  @Property
  void isOrderedByTime(
      @ForAll @LongRange(max = LAST - 1) long earlier, @ForAll @LongRange(max = LAST) long step) {
    // Given
    long later = earlier + 1 + step % (LAST - earlier);

    // When
    var first = UuidV7.at(Instant.ofEpochMilli(earlier)).toString();
    var second = UuidV7.at(Instant.ofEpochMilli(later)).toString();

    // Then
    assertThat(first).isLessThan(second);
  }

  @Property
  void isBetweenTheBoundsOfItsMillisecond(@ForAll @LongRange(max = LAST - 1) long millis) {
    // When
    var id = UuidV7.at(Instant.ofEpochMilli(millis)).toString();

    // Then
    assertThat(id)
        .isGreaterThanOrEqualTo(UuidV7.lowerBound(Instant.ofEpochMilli(millis)).toString())
        .isLessThan(UuidV7.lowerBound(Instant.ofEpochMilli(millis + 1)).toString());
  }

  @Property(tries = 20)
  void differsEachTime(@ForAll @LongRange(max = LAST) long millis) {
    // Given
    Instant instant = Instant.ofEpochMilli(millis);

    // When
    var ids = Stream.generate(() -> UuidV7.at(instant)).limit(1000);

    // Then
    assertThat(ids.toList()).doesNotHaveDuplicates();
  }
}
