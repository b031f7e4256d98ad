package dev.sandi.bench;

import java.util.Map;

/** What verification is asked, and how. The code of a number is its last nine digits. */
final class GuessedSides {

  private static final String PATH = "/v2/otp/verify";

  private static final String GUESS =
      """
      {"msisdn":"628#","otp":"#"}"""
          .replace("#", RequestTemplate.NUMBER);

  private static final String WRONG_GUESS =
      """
      {"msisdn":"628#","otp":"#0"}"""
          .replace("#", RequestTemplate.NUMBER);

  private static final String INTERNAL_GUESS =
      """
      {"guesses":[
        {"app_id":"%s","msisdn":"628#","challenge":"default","simulated":false,"otp":"#"}]}"""
          .formatted(Apps.UNLIMITED.id())
          .replace("#", RequestTemplate.NUMBER);

  private final int ingress;
  private final int noOp;
  private final int processor;

  /** Each code is guessed once, by whichever side is next. */
  private final Numbers sent = new Numbers();

  GuessedSides(Installation installation, ProcessorInstallation processor) {
    this.ingress = installation.ingressPort();
    this.noOp = installation.noOpPort();
    this.processor = processor.port();
  }

  Side whole() {
    return new Side("verify", ingress, post(ingress, PATH, GUESS).about(sent), 200);
  }

  /** Of so many guesses, one is wrong. */
  Side mixed(int nth) {
    Requests right = post(ingress, PATH, GUESS).about(sent);
    Requests wrong = post(ingress, PATH, WRONG_GUESS).about(sent);
    return new Side("verify, some wrong", ingress, right.withEvery(nth, wrong), 200);
  }

  /** As the ingress asks when nothing else waits: one guess at a time. */
  Side alone() {
    RequestTemplate guesses =
        RequestTemplate.post(
            processor,
            "/internal/v1/verify",
            Map.of("Authorization", "Bearer " + ProcessorInstallation.INTERNAL_TOKEN),
            INTERNAL_GUESS);
    return new Side("verify, processor alone", processor, guesses.about(sent), 200);
  }

  Side noOp() {
    return new Side("no-op", noOp, post(noOp, NoOpApplication.PATH, GUESS), 200);
  }

  private static RequestTemplate post(int port, String path, String body) {
    return RequestTemplate.post(port, path, Apps.UNLIMITED.headers(), body);
  }
}
