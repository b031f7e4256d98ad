package dev.sandi.ingress.answer;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;

/**
 * An answer whose headers are only ever written, in their order: {@link HttpHeaders}, which look
 * them up by any notation of their names, took a sixth of the producer's only thread.
 */
public final class PlainAnswer<T> extends ResponseEntity<T> {

  /** Names and values in turn. */
  private final List<String> headers = new ArrayList<>(10);

  public PlainAnswer(T body, HttpStatusCode status) {
    super(body, status);
  }

  public PlainAnswer<T> with(String header, String value) {
    headers.add(header);
    headers.add(value);
    return this;
  }

  void addHeadersTo(HttpServletResponse response) {
    for (int i = 0; i < headers.size(); i += 2) {
      response.addHeader(headers.get(i), headers.get(i + 1));
    }
  }

  @Override
  public HttpHeaders getHeaders() {
    HttpHeaders copy = new HttpHeaders();
    for (int i = 0; i < headers.size(); i += 2) {
      copy.add(headers.get(i), headers.get(i + 1));
    }
    return copy;
  }
}
