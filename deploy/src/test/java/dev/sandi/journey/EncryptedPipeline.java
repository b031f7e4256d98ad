package dev.sandi.journey;

import static org.awaitility.Awaitility.await;

import dev.sandi.dispatcher.CallbackDispatcherApplication;
import dev.sandi.ingress.ApiIngressApplication;
import dev.sandi.ingress.app.LocalApps;
import dev.sandi.processor.OtpProcessorApplication;
import dev.sandi.testing.Encryption;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RunningService;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The three services, and nothing between them, the broker and the database in clear. */
final class EncryptedPipeline implements AutoCloseable {

  private final Encryption encryption;
  private final Infrastructure infrastructure;
  private final RunningService processor;
  private final RunningService dispatcher;
  private final RunningService ingress;

  /**
   * Starts them.
   *
   * @param dir where certificates are put
   */
  EncryptedPipeline(Path dir) throws Exception {
    this.encryption = Encryption.in(dir);
    this.infrastructure = Infrastructure.encrypted(encryption);
    Map<String, String> variables = new HashMap<>(encryption.kafkaVariables());
    variables.put("spring.profiles.active", "local");
    variables.put("SANDI_REQUIRE_TLS", "true");
    variables.put("SANDI_INTERNAL_TLS_AUTHORITIES", encryption.authority());
    variables.put("SANDI_INTERNAL_TLS_CERTIFICATE", encryption.serverCertificate());
    variables.put("SANDI_INTERNAL_TLS_PRIVATE_KEY", encryption.serverKey());
    this.processor =
        RunningService.start(
            OtpProcessorApplication.application(),
            infrastructure.database().jdbcUrl(),
            infrastructure.broker().bootstrapServers(),
            variables);
    this.dispatcher =
        RunningService.start(
            CallbackDispatcherApplication.application(),
            infrastructure.database().jdbcUrl(),
            infrastructure.broker().bootstrapServers(),
            variables);
    variables.put("SANDI_PROCESSOR_URL", "https://localhost:" + processor.port());
    variables.put("SANDI_DISPATCHER_URL", "https://localhost:" + dispatcher.port());
    variables.put("SANDI_ADMIN_TOKEN", LocalApps.ADMIN_TOKEN);
    this.ingress =
        RunningService.start(
            ApiIngressApplication.application(),
            infrastructure.database().jdbcUrl(),
            infrastructure.broker().bootstrapServers(),
            variables);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                Customer.exchange(HttpRequest.newBuilder(ingress.uri("/readyz"))).status() == 200);
  }

  Encryption encryption() {
    return encryption;
  }

  Infrastructure infrastructure() {
    return infrastructure;
  }

  /** What is sent and verified; its handsets are seen by the ingress alone. */
  Customer demo() {
    return new Customer(ingress, processor, "demo", "demo-key");
  }

  /** What the ingress shows of a handset, which it asks the processor for. */
  Customer.Answer handset(String msisdn) {
    return Customer.exchange(
        HttpRequest.newBuilder(
                ingress.uri(
                    "/console/inbox?msisdn=" + URLEncoder.encode(msisdn, StandardCharsets.UTF_8)))
            .header("App-ID", "demo")
            .header("API-Key", "demo-key"));
  }

  /** What an administrator is shown. */
  Customer.Answer administration(String path) {
    return Customer.exchange(
        HttpRequest.newBuilder(ingress.uri("/admin/v1" + path))
            .header("Authorization", "Bearer " + LocalApps.ADMIN_TOKEN));
  }

  /** Of the processor, as the ingress knows it. */
  URI internal(String scheme, String path) {
    return URI.create(scheme + "://localhost:" + processor.port() + path);
  }

  @Override
  public void close() {
    ingress.close();
    dispatcher.close();
    processor.close();
    infrastructure.close();
  }
}
