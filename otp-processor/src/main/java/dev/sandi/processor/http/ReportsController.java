package dev.sandi.processor.http;

import dev.sandi.processor.verify.InternalToken;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Delivery reports that the ingress has received: every answer to the provider is a 200 with its
 * status.
 */
@RestController
class ReportsController {

  private final InternalToken token;
  private final ReceiveReports receive;

  ReportsController(InternalToken token, ReceiveReports receive) {
    this.token = token;
    this.receive = receive;
  }

  @PostMapping("/internal/v1/reports/{gateway}")
  CompletionStage<Told> receive(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @PathVariable("gateway") String gateway,
      @RequestBody ReportCall call) {
    token.require(authorization);
    return receive.receive(gateway, call);
  }
}
