package dev.sandi.bench.load;

import dev.sandi.bench.Numbers;
import dev.sandi.bench.RequestTemplate;
import dev.sandi.bench.Requests;
import dev.sandi.bench.callbacks.Farm;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests of one customer: each with a key, about a number of its own, and with a callback URL
 * that carries the number. For one thread.
 */
final class Orders implements Requests {

  static final String COUNTRY = "628";

  private final Numbers numbers = new Numbers();
  private final List<RequestTemplate> byReceiver = new ArrayList<>();
  private int next;

  /**
   * @param headers that name the customer's app
   */
  Orders(int port, Map<String, String> headers, Farm farm) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Idempotency-Key", "load-" + RequestTemplate.NUMBER);
    for (int i = 0; i < farm.receivers(); i++) {
      String body =
          "{\"msisdn\":\"%s%s\",\"callback_url\":\"%s?n=%s\"}"
              .formatted(COUNTRY, RequestTemplate.NUMBER, farm.url(i), RequestTemplate.NUMBER);
      byReceiver.add(RequestTemplate.post(port, "/v2/otp/send", all, body).about(numbers));
    }
  }

  @Override
  public int length() {
    return byReceiver.stream().mapToInt(RequestTemplate::length).max().orElseThrow();
  }

  @Override
  public void next(ByteBuffer buffer) {
    byReceiver.get(next++ % byReceiver.size()).next(buffer);
  }

  /** How many there were so far. */
  long made() {
    return numbers.given();
  }
}
