package dev.sandi.ingress.connection;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Ends a connection whose client has sent too many requests without waiting for answers
 * (pipelining, RFC 9112 section 9.3.2: it has to send again what was not answered).
 */
final class PipelineValve extends ValveBase {

  PipelineValve() {
    super(true);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    DeadlineProcessor connection = DeadlineProcessor.of(request.getCoyoteRequest());
    boolean last = connection != null && connection.isLast();
    if (last) {
      response.setHeader("Connection", "close");
    }
    getNext().invoke(request, response);
    // A refusal may have begun the answer anew.
    if (last && !request.isAsync() && !response.isCommitted()) {
      response.setHeader("Connection", "close");
    }
  }
}
