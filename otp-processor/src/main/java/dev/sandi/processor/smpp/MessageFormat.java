package dev.sandi.processor.smpp;

import dev.sandi.value.AppId;
import java.util.Map;

/**
 * What a submit says besides text and number.
 *
 * @param sources by app; others have {@code source}
 * @param serviceType to 5 characters, mostly empty
 * @param registeredDelivery 0 asks for no delivery report, 1 for one of each final state, 2 for one
 *     of failures
 * @param priority 0-3; most SMSCs do not care
 */
record MessageFormat(
    Source source,
    Map<AppId, Source> sources,
    Numbering destination,
    DataCodings dataCoding,
    LongMessages longMessages,
    String serviceType,
    Validity validity,
    int registeredDelivery,
    int priority) {

  MessageFormat {
    sources = Map.copyOf(sources);
    Rule.requireText("service_type", serviceType, 0, 5);
    Rule.requireRange("registered_delivery", registeredDelivery, 0, 255);
    Rule.requireRange("priority", priority, 0, 3);
  }

  /** Whether success is to be reported, by the lowest two bits (SMPP 3.4, 5.2.17; 5.0, 4.7.21). */
  boolean asksForDelivery() {
    return (registeredDelivery & 1) == 1;
  }

  Source sourceOf(AppId app) {
    return sources.getOrDefault(app, source);
  }
}
