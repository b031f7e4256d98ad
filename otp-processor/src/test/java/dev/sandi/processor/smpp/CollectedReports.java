package dev.sandi.processor.smpp;

import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.processor.gateway.TakesReports;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Takes reports over as a test wants it. */
class CollectedReports implements TakesReports {

  private final List<GatewayReport> all = new CopyOnWriteArrayList<>();
  private volatile Supplier<CompletionStage<Void>> taking =
      () -> CompletableFuture.completedFuture(null);

  @Override
  public CompletionStage<Void> take(List<GatewayReport> reports) {
    all.addAll(reports);
    return taking.get();
  }

  List<GatewayReport> all() {
    return List.copyOf(all);
  }

  /** What {@link #take} returns from now on. */
  void taking(Supplier<CompletionStage<Void>> taking) {
    this.taking = taking;
  }
}
