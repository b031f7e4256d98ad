package dev.sandi.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A request, built once. Only the digits of its number change from one to the next, so that writing
 * one costs a copy.
 */
final class RequestTemplate {

  /** Stands for nine digits that no other request has. */
  static final String NUMBER = "#########";

  /** Has no factor in common with 10^9: neighbours in time are no neighbours as numbers. */
  private static final long STRIDE = 387_420_489;

  private static final long NUMBERS = 1_000_000_000;

  /** One for the whole run: a number that is asked for twice would have to wait. */
  private static final AtomicLong COUNT = new AtomicLong();

  private final byte[] bytes;
  private final int[] places;

  private RequestTemplate(byte[] bytes, int[] places) {
    this.bytes = bytes;
    this.places = places;
  }

  static RequestTemplate post(int port, String path, Map<String, String> headers, String body) {
    var head = new StringBuilder("POST " + path + " HTTP/1.1\r\n");
    head.append("Host: 127.0.0.1:").append(port).append("\r\n");
    head.append("User-Agent: bench/1.0\r\nContent-Type: application/json\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Content-Length: ").append(body.length()).append("\r\n\r\n");
    var text = head.append(body).toString();
    List<Integer> places = new ArrayList<>();
    for (int at = text.indexOf(NUMBER); at >= 0; at = text.indexOf(NUMBER, at + 1)) {
      places.add(at);
    }
    return new RequestTemplate(
        text.getBytes(US_ASCII), places.stream().mapToInt(Integer::intValue).toArray());
  }

  int length() {
    return bytes.length;
  }

  /** Puts the next request into an empty buffer, ready to be read. */
  void next(ByteBuffer buffer) {
    buffer.clear().put(bytes);
    long number = COUNT.incrementAndGet() % NUMBERS * STRIDE % NUMBERS;
    for (int i = NUMBER.length() - 1; i >= 0; i--) {
      byte digit = (byte) ('0' + number % 10);
      number /= 10;
      for (int place : places) {
        buffer.put(place + i, digit);
      }
    }
    buffer.flip();
  }
}
