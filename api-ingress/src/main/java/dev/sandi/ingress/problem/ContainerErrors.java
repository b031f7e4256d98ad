package dev.sandi.ingress.problem;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Answers what failed outside of any controller: the container forwards it to {@code /error}. */
@Controller
final class ContainerErrors implements ErrorController {

  private static final Logger log = LoggerFactory.getLogger(ContainerErrors.class);

  private final Clock clock;

  ContainerErrors(Clock clock) {
    this.clock = clock;
  }

  @RequestMapping("/error")
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Arrival arrival = Arrival.of(request, clock);
    Refusal refusal =
        request.getDispatcherType() == DispatcherType.ERROR
            ? refusal(request, arrival)
            : Refusal.of(404);
    Problem.of(refusal, request, arrival).write(request, response);
  }

  private static Refusal refusal(HttpServletRequest request, Arrival arrival) {
    int status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer told
            ? told
            : 500;
    Object failure = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    if (status >= 500 && failure instanceof Throwable cause) {
      log.error("Request {} failed", arrival.requestId(), cause);
    }
    return Refusal.of(status);
  }
}
