package dev.sandi.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.value.TraceParent;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleRequestsTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatAClientSaysOfSamplingDecidesNothing(boolean sampled) {
    assertThat(decide(new SampleRequests(0), SpanKind.SERVER, sampled))
        .isEqualTo(SamplingDecision.DROP);
    assertThat(decide(new SampleRequests(1), SpanKind.SERVER, sampled))
        .isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
  }

  @ParameterizedTest
  @EnumSource(
      value = SpanKind.class,
      names = {"CONSUMER", "PRODUCER", "CLIENT", "INTERNAL"})
  void whatARequestLeadsToIsRecordedIfTheRequestIs(SpanKind kind) {
    assertThat(decide(new SampleRequests(0), kind, true))
        .isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
    assertThat(decide(new SampleRequests(1), kind, false)).isEqualTo(SamplingDecision.DROP);
  }

  @Test
  void takesItsShareOfTheTraces() {
    // Given
    SampleRequests tenth = new SampleRequests(0.1);

    // When
    long taken =
        Stream.generate(TraceParent::start)
            .limit(10_000)
            .filter(trace -> isTaken(tenth, trace.traceId()))
            .count();

    // Then
    assertThat(taken).isBetween(800L, 1200L);
  }

  private static boolean isTaken(SampleRequests sampler, String trace) {
    return sampler
            .shouldSample(
                Context.root(), trace, "GET", SpanKind.SERVER, Attributes.empty(), List.of())
            .getDecision()
        == SamplingDecision.RECORD_AND_SAMPLE;
  }

  private static SamplingDecision decide(SampleRequests sampler, SpanKind kind, boolean sampled) {
    TraceParent parent = TraceParent.of(TRACE, "b7ad6b7169203331", sampled);
    return sampler
        .shouldSample(
            Context.root().with(Span.wrap(Tracing.context(parent))),
            TRACE,
            "GET",
            kind,
            Attributes.empty(),
            List.of())
        .getDecision();
  }
}
