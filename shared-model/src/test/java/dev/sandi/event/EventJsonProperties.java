package dev.sandi.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class EventJsonProperties {

  /** One byte of a body that becomes another. */
  record Damage(int position, byte value) {}

  @Provide
  Arbitrary<Contract.Sample> samples() {
    return Arbitraries.of(Contract.samples().toList());
  }

  @Provide
  Arbitrary<List<Damage>> damages() {
    return Arbitraries.integers()
        .between(0, 1_000_000)
        .flatMap(at -> Arbitraries.bytes().map(value -> new Damage(at, value)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }

  @Property(tries = 5_000)
  void aDamagedBodyIsReadOrRefusedAndNothingElse(
      @ForAll("samples") Contract.Sample sample, @ForAll("damages") List<Damage> damages) {
    // Given
    byte[] body = sample.bytes();
    damages.forEach(damage -> body[damage.position() % body.length] = damage.value());

    // Then
    assertReadOrRefused(sample.type(), body);
  }

  @Property(tries = 1_000)
  void anyBytesAreReadOrRefusedAndNothingElse(
      @ForAll EventType type, @ForAll @Size(max = 200) byte[] body) {
    assertReadOrRefused(type, body);
  }

  private static void assertReadOrRefused(EventType type, byte[] body) {
    try {
      assertThat(EventJson.read(type, body)).isInstanceOf(type.record());
    } catch (UnreadableEventException e) {
      assertThat(e.getMessage())
          .matches(
              type.wireName()
                  + "( has no body| cannot be read: ("
                  + "not the JSON of such an event"
                  + "|[a-z_.]+ has another type"
                  + "|[a-z_.]+ is missing"
                  + "|[a-z ]+ should .+))");
    }
  }
}
