package dev.sandi.ingress.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sandi.ingress.problem.AnswerFailures;
import dev.sandi.ingress.problem.Refusal;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springdoc.api.OpenApiResourceNotFoundException;
import org.springdoc.webmvc.api.MultipleOpenApiWebMvcResource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v3/api-docs}: the customers' part, without a name of its own. */
@Hidden
@RestController
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
@ConditionalOnProperty("sandi.ingress.docs")
final class Documents {

  private static final String PATH = "/v3/api-docs";

  /** Looks at advices, and this is one, before it can be made. */
  private final ObjectProvider<MultipleOpenApiWebMvcResource> groups;

  private final AnswerFailures failures;

  Documents(ObjectProvider<MultipleOpenApiWebMvcResource> groups, AnswerFailures failures) {
    this.groups = groups;
    this.failures = failures;
  }

  @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
  byte[] customers(HttpServletRequest http) throws JsonProcessingException {
    return groups.getObject().openapiJson(http, PATH, DocsConfiguration.CUSTOMERS, Locale.ROOT);
  }

  @ExceptionHandler
  void unknown(
      OpenApiResourceNotFoundException unknown,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    failures.answer(Refusal.of(404), request, response);
  }
}
