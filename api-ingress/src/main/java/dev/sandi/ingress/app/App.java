package dev.sandi.ingress.app;

import dev.sandi.value.AppId;
import dev.sandi.value.CodeFormat;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SmsEnding;
import dev.sandi.value.SmsTemplate;
import java.util.Map;
import java.util.Optional;

/**
 * An app that may ask, with the settings that decide about a request.
 *
 * @param sandbox whether everything it sends goes to the simulated handset
 * @param trial whether its quota is one for testing
 * @param insecureCallbacks whether its callbacks may go to plain {@code http}
 * @param returnOtp whether the answer to a request repeats the client's own code
 * @param enforcesBlocks whether blocked numbers are refused at once; if not, it is the processor
 *     that notes them, or passes them over
 * @param testNumbers numbers of its own tests
 * @param code what generated codes are made of
 * @param ending the lines below the text of its SMS
 * @param templates texts by name; {@value #DEFAULT_TEMPLATE} is for requests that name none
 */
public record App(
    AppId id,
    boolean sandbox,
    boolean trial,
    boolean insecureCallbacks,
    boolean returnOtp,
    boolean enforcesBlocks,
    Limits limits,
    Map<PhoneNumber, TestNumber> testNumbers,
    CodeFormat code,
    SmsEnding ending,
    Map<String, SmsTemplate> templates) {

  public static final String DEFAULT_TEMPLATE = "default";

  /** A sandbox is where callbacks are tried out, often without a certificate. */
  public boolean allowsInsecureCallbacks() {
    return insecureCallbacks || sandbox;
  }

  /** The text of a name, if there is one. */
  public Optional<SmsTemplate> template(String name) {
    return Optional.ofNullable(templates.get(name));
  }

  /** The text of a request that names none. */
  public SmsTemplate defaultTemplate() {
    return templates.getOrDefault(DEFAULT_TEMPLATE, SmsTemplate.DEFAULT);
  }
}
