package dev.sandi.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A request, built once. Only the digits of its number change from one to the next, so that writing
 * one costs a copy.
 */
public final class RequestTemplate implements Requests {

  /** Stands for nine digits, by default such as no other request has. */
  public static final String NUMBER = "#########";

  private final byte[] bytes;
  private final int[] places;
  private final Numbers numbers;

  private RequestTemplate(byte[] bytes, int[] places, Numbers numbers) {
    this.bytes = bytes;
    this.places = places;
    this.numbers = numbers;
  }

  public static RequestTemplate post(
      int port, String path, Map<String, String> headers, String body) {
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
        text.getBytes(US_ASCII),
        places.stream().mapToInt(Integer::intValue).toArray(),
        Numbers.FRESH);
  }

  /** The same about certain numbers. */
  public RequestTemplate about(Numbers others) {
    return new RequestTemplate(bytes, places, others);
  }

  @Override
  public int length() {
    return bytes.length;
  }

  @Override
  public void next(ByteBuffer buffer) {
    buffer.clear().put(bytes);
    long number = numbers.next();
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
