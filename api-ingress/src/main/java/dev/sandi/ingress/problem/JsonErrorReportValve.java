package dev.sandi.ingress.problem;

import java.io.IOException;
import java.io.Writer;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;

/** Answers what Tomcat refuses before any of our code sees it, in place of its HTML page. */
final class JsonErrorReportValve extends ErrorReportValve {

  private final Clock clock;

  JsonErrorReportValve(Clock clock) {
    this.clock = clock;
  }

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    AtomicBoolean writable = new AtomicBoolean();
    response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, writable);
    if (!writable.get()) {
      return;
    }
    Problem problem =
        Problem.of(
            Refusal.of(status), request.getRequest(), Arrival.of(request.getRequest(), clock));
    try {
      problem.head(response.getResponse());
      response.setCharacterEncoding("UTF-8");
      Writer writer = response.getReporter();
      if (writer != null) {
        writer.write(problem.json());
        response.finishResponse();
      }
    } catch (IOException | IllegalStateException e) {
      // The connection is gone: there is nobody to tell.
      container.getLogger().debug("An error could not be reported", e);
    }
  }
}
