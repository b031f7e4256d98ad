package dev.sandi.ingress.gateway;

import dev.sandi.ingress.IngressProperties;
import dev.sandi.ingress.admin.FieldErrors;
import dev.sandi.ingress.peer.InternalHttp;
import dev.sandi.ingress.peer.Peer;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.runtime.SandiProperties;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The otp-processor, which keeps what gateways and routes there are. */
@Component
final class AskProcessor {

  private static final byte[] NOTHING = {};

  /** How the processor tells what is wrong: {@code field: rule}. */
  private static final Pattern WRONG = Pattern.compile("([A-Za-z0-9_.\\[\\]-]+): (.*)");

  private final Peer processor;

  AskProcessor(InternalHttp http, IngressProperties ingress, SandiProperties sandi) {
    this.processor =
        new Peer(
            http,
            ingress.requiredProcessorUrl(),
            sandi.requiredInternalToken(),
            ingress.verifyTimeout(),
            LoggerFactory.getLogger(AskProcessor.class),
            "The processor did not answer about gateways and routes");
  }

  /** What there is at a path. */
  <T> T get(String path, Class<T> type) {
    return processor.read(ask("GET", path, NOTHING), type);
  }

  /** Sends a body as it is. */
  <T> T put(String path, byte[] body, Class<T> type) {
    return processor.read(ask("PUT", path, body), type);
  }

  /** The same, if nothing is of interest but whether it was taken. */
  void post(String path, byte[] body) {
    ask("POST", path, body);
  }

  <T> T delete(String path, Class<T> type) {
    return processor.read(ask("DELETE", path, NOTHING), type);
  }

  void delete(String path) {
    ask("DELETE", path, NOTHING);
  }

  /**
   * Asks the processor.
   *
   * @throws Refusal what the processor refuses, and 503 if it does not answer
   */
  private byte[] ask(String method, String path, byte[] body) {
    HttpResponse<byte[]> answer = processor.ask(method, path, body);
    if (answer.statusCode() < 300) {
      return answer.body();
    }
    throw refusal(answer);
  }

  private Refusal refusal(HttpResponse<byte[]> answer) {
    return switch (answer.statusCode()) {
      case 400 -> wrong(message(answer.body()));
      case 404 -> Fault.GATEWAY_NOT_FOUND.refusal();
      case 409 ->
          new FieldErrors().add("name", message(answer.body())).refusal(Fault.GATEWAY_IN_USE);
      case 412 -> Fault.ROUTES_CHANGED.refusal();
      default -> processor.unexpected(answer);
    };
  }

  private static Refusal wrong(String message) {
    Matcher field = WRONG.matcher(message);
    return field.matches()
        ? new FieldErrors().add(field.group(1), field.group(1) + " " + field.group(2)).refusal(422)
        : new FieldErrors().add("", message).refusal(422);
  }

  private String message(byte[] body) {
    return processor.read(body, Told.class).message();
  }

  private record Told(String message) {}
}
