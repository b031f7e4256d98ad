package dev.sandi.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.sandi.value.TraceParent;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class TracingOffTest {

  private static final String SAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void recordsNothingOfATraceThatAClientHasSampled() {
    assertThat(Tracing.OFF.isOn()).isFalse();
    assertThat(Tracing.OFF.records(new TraceParent(SAMPLED))).isFalse();
    assertThat(Tracing.OFF.records(SAMPLED)).isFalse();
  }

  @Test
  void askingCostsNoMemory() {
    // Given
    TraceParent trace = new TraceParent(SAMPLED);
    ask(trace);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    long itself = THREADS.getCurrentThreadAllocatedBytes() - before;

    // When
    before = THREADS.getCurrentThreadAllocatedBytes();
    ask(trace);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

    // Then
    assertThat(allocated).isLessThanOrEqualTo(itself);
  }

  private static void ask(TraceParent trace) {
    int recorded = 0;
    for (int i = 0; i < 100_000; i++) {
      recorded += Tracing.OFF.records(trace) ? 1 : 0;
      recorded += Tracing.OFF.records(SAMPLED) ? 1 : 0;
    }
    if (recorded > 0) {
      throw new AssertionError("Tracing is off");
    }
  }
}
