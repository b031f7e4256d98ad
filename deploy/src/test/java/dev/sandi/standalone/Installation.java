package dev.sandi.standalone;

import dev.sandi.standalone.Http.Reply;
import dev.sandi.testing.Infrastructure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.StreamSupport;

/** The three services beside a broker and a database, and who uses them. */
final class Installation implements AutoCloseable {

  private final ServiceProcess processor;
  private final ServiceProcess dispatcher;
  private final ServiceProcess ingress;

  /**
   * Starts them and waits until they are ready.
   *
   * @param profiles Spring's profiles, as in {@code SPRING_PROFILES_ACTIVE}
   */
  Installation(Infrastructure infrastructure, String profiles) {
    this.processor =
        ServiceProcess.start(
            Service.PROCESSOR,
            Settings.of(Service.PROCESSOR, infrastructure)
                .with("SPRING_PROFILES_ACTIVE", profiles));
    this.dispatcher =
        ServiceProcess.start(
            Service.DISPATCHER,
            Settings.of(Service.DISPATCHER, infrastructure)
                .with("SPRING_PROFILES_ACTIVE", profiles));
    this.ingress =
        ServiceProcess.start(
            Service.INGRESS,
            Settings.of(Service.INGRESS, infrastructure)
                .with("SPRING_PROFILES_ACTIVE", profiles)
                .with("SANDI_PROCESSOR_URL", processor.uri("").toString()));
    try {
      List.of(processor, dispatcher, ingress).forEach(ServiceProcess::awaitReady);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** A number that nobody else uses; all of one block are handled in order. */
  static String freshBlock() {
    return "62" + ThreadLocalRandom.current().nextLong(81_000_000L, 81_999_999L);
  }

  ServiceProcess processor() {
    return processor;
  }

  Reply send(String msisdn) {
    return Http.post(ingress.uri("/v2/otp/send"), Map.of("msisdn", msisdn));
  }

  Reply verify(String msisdn, String otp) {
    return Http.post(ingress.uri("/v2/otp/verify"), Map.of("msisdn", msisdn, "otp", otp));
  }

  Reply session(String id) {
    return Http.get(ingress.uri("/v2/otp/" + id));
  }

  Reply handset(String msisdn) {
    return Http.get(processor.uri("/simulator/inbox?msisdn=" + msisdn));
  }

  /** The texts on a handset, the newest first. */
  List<String> inbox(String msisdn) {
    return StreamSupport.stream(handset(msisdn).body().spliterator(), false)
        .map(message -> message.get("text").asString())
        .toList();
  }

  /** The code in the newest message. */
  String code(String msisdn) {
    return inbox(msisdn).get(0).replaceAll("\\D", "");
  }

  @Override
  public void close() {
    List.of(ingress, dispatcher, processor).forEach(ServiceProcess::kill);
  }
}
