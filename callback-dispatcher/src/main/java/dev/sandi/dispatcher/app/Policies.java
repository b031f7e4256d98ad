package dev.sandi.dispatcher.app;

import dev.sandi.value.AppId;
import dev.sandi.value.CallbackPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What apps want of their callbacks, as it is stored: JSON, or nothing for the usual. */
final class Policies {

  private static final Logger log = LoggerFactory.getLogger(Policies.class);
  private static final JsonMapper MAPPER = new JsonMapper();

  private Policies() {}

  static @Nullable String write(@Nullable CallbackPolicy policy) {
    return policy == null ? null : MAPPER.writeValueAsString(policy);
  }

  /** The usual if it cannot be read: that must not keep callbacks from being made. */
  static CallbackPolicy read(AppId app, @Nullable String json) {
    if (json == null) {
      return CallbackPolicy.DEFAULT;
    }
    try {
      CallbackPolicy policy = MAPPER.readValue(json, CallbackPolicy.class);
      return policy == null ? CallbackPolicy.DEFAULT : policy;
    } catch (JacksonException e) {
      log.warn("What app {} wants of its callbacks cannot be read", app);
      return CallbackPolicy.DEFAULT;
    }
  }
}
