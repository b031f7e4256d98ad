package dev.sandi.dispatcher;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Answers whatever is not served here in JSON, and never with a page. */
@Controller
class NotFoundController implements ErrorController {

  @RequestMapping("/error")
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    HttpStatus status = status(request);
    String body =
        "{\"code\":%d,\"message\":\"%s\",\"error\":\"%s\"}"
            .formatted(
                status.value(),
                sentence(status.getReasonPhrase()),
                status.name().toLowerCase(Locale.ROOT));
    response.setStatus(status.value());
    response.setContentType("application/json");
    response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpStatus status(HttpServletRequest request) {
    Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    HttpStatus status = code instanceof Integer value ? HttpStatus.resolve(value) : null;
    return status == null ? HttpStatus.NOT_FOUND : status;
  }

  private static String sentence(String phrase) {
    return phrase.substring(0, 1) + phrase.substring(1).toLowerCase(Locale.ROOT);
  }
}
