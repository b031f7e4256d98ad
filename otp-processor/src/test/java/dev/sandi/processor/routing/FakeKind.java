package dev.sandi.processor.routing;

import dev.sandi.processor.gateway.GatewayKind;
import dev.sandi.processor.gateway.GatewayStatus;
import dev.sandi.processor.gateway.ReadSettings;
import dev.sandi.processor.gateway.SecretReference;
import dev.sandi.processor.gateway.Sms;
import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.value.InvalidValueException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A kind of gateway that takes everything and sends nothing. */
@Component
class FakeKind implements GatewayKind {

  private final ReadSettings settings;

  FakeKind(ReadSettings settings) {
    this.settings = settings;
  }

  record Settings(String host, @Nullable Integer window, @Nullable SecretReference password) {
    Settings {
      if (host == null || host.isBlank()) {
        throw new InvalidValueException("host should be the name of a host");
      }
    }
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public void check(Map<String, Object> written) {
    settings.read(written, Settings.class);
  }

  @Override
  public SmsGateway open(String gateway, Map<String, Object> written) {
    return new Fake(gateway);
  }

  private record Fake(String name) implements SmsGateway {

    @Override
    public int room() {
      return 100;
    }

    @Override
    public void onRoom(Runnable listener) {
      // There always is.
    }

    @Override
    public CompletionStage<SubmitResult> submit(Sms sms) {
      return CompletableFuture.completedFuture(new SubmitResult.Accepted(sms.session().toString()));
    }

    @Override
    public GatewayStatus status() {
      return new GatewayStatus(true, "fake", Map.of());
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
