package dev.sandi.processor.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a provider answers. */
record Reply(int status, Map<String, String> headers, String body) {

  static Reply of(int status, String body) {
    return new Reply(status, Map.of(), body);
  }

  Reply with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, more, body);
  }
}
