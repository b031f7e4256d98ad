package dev.sandi.processor.http;

import dev.sandi.processor.gateway.DefinedGateways;
import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.processor.gateway.TakesReports;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** Takes reports as the database would. */
final class CollectedReports implements TakesReports {

  private final List<GatewayReport> taken = new CopyOnWriteArrayList<>();
  private volatile boolean away;

  ReceiveReports receivedBy(Opened opened) {
    StaticListableBeanFactory beans = new StaticListableBeanFactory();
    beans.addBean("reports", this);
    return new ReceiveReports(
        opened.kind,
        beans.getBeanProvider(DefinedGateways.class),
        beans.getBeanProvider(TakesReports.class));
  }

  void goAway() {
    away = true;
  }

  @Override
  public CompletionStage<Void> take(List<GatewayReport> reports) {
    if (away) {
      return CompletableFuture.failedFuture(new IllegalStateException("away"));
    }
    taken.addAll(reports);
    return CompletableFuture.completedFuture(null);
  }

  List<GatewayReport> taken() {
    return taken;
  }
}
