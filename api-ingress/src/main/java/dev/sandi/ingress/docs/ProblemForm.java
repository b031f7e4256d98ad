package dev.sandi.ingress.docs;

import dev.sandi.ingress.admission.RateLimitHeaders;
import dev.sandi.ingress.problem.Fault;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;

/** The two forms that error bodies have. */
enum ProblemForm {
  CONTRACT("Problem", "application/json") {
    @Override
    Map<String, Object> body(Fault fault) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("code", fault.status());
      body.put("message", fault.message());
      body.put("error", fault.slug());
      body.put("request_id", REQUEST_ID);
      if (fault == Fault.OTP_NOT_FOUND) {
        body.put("attempts_left", 4);
        body.put("expires_in", 211);
      }
      return body;
    }

    @Override
    Schema<?> schema() {
      ObjectSchema schema = new ObjectSchema();
      schema.description("The body of every refusal");
      schema.addProperty("code", new IntegerSchema().description("The HTTP status"));
      schema.addProperty("message", new StringSchema().description("For people"));
      schema.addProperty("error", slug());
      schema.addProperty("request_id", new StringSchema().format("uuid"));
      schema.addProperty(
          "attempts_left",
          new IntegerSchema()
              .description("Wrong codes that are left, with `otp_not_found`")
              .minimum(BigDecimal.ZERO));
      schema.addProperty(
          "expires_in",
          new IntegerSchema()
              .description(
                  "Whole seconds that the live code still has, with `otp_not_found`; absent if none"
                      + " is live")
              .minimum(BigDecimal.ZERO));
      schema.setRequired(List.of("code", "message", "error", "request_id"));
      return schema;
    }
  },
  RFC_9457("AdminProblem", "application/problem+json") {
    @Override
    Map<String, Object> body(Fault fault) {
      HttpStatus status = HttpStatus.resolve(fault.status());
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("type", "about:blank");
      body.put("title", status == null ? "Error" : status.getReasonPhrase());
      body.put("status", fault.status());
      body.put("detail", fault.message());
      body.put("code", fault.slug());
      body.put("request_id", REQUEST_ID);
      if (fault == Fault.INVALID_FIELDS) {
        body.put("errors", List.of(Map.of("field", "name", "message", fault.message())));
      }
      if (fault == Fault.GATEWAY_IN_USE) {
        body.put("errors", List.of(Map.of("field", "name", "message", "routes[1] names it")));
      }
      return body;
    }

    @Override
    Schema<?> schema() {
      ObjectSchema schema = new ObjectSchema();
      schema.description("The body of every refusal of administration (RFC 9457)");
      schema.addProperty("type", new StringSchema());
      schema.addProperty("title", new StringSchema());
      schema.addProperty("status", new IntegerSchema());
      schema.addProperty("detail", new StringSchema());
      schema.addProperty("code", slug());
      schema.addProperty("request_id", new StringSchema().format("uuid"));
      ObjectSchema error = new ObjectSchema();
      error.addProperty("field", new StringSchema().description("A path such as `limits.x`"));
      error.addProperty("message", new StringSchema());
      error.setRequired(List.of("field", "message"));
      schema.addProperty(
          "errors",
          new ArraySchema()
              .items(error)
              .description("All that is wrong, with `invalid_fields`; why, with `gateway_in_use`"));
      ObjectSchema report = new ObjectSchema();
      report.setDescription("What was done of an import before it broke off");
      report.setAdditionalProperties(true);
      schema.addProperty("report", report);
      schema.setRequired(List.of("type", "title", "status", "detail", "code", "request_id"));
      return schema;
    }
  };

  private static final String REQUEST_ID = "019a9f2e-7f5b-7c3a-9d2e-1a2b3c4d5e6f";

  private final String name;
  private final String mediaType;

  ProblemForm(String name, String mediaType) {
    this.name = name;
    this.mediaType = mediaType;
  }

  /** The body of a refusal, as an example. */
  abstract Map<String, Object> body(Fault fault);

  abstract Schema<?> schema();

  String schemaName() {
    return name;
  }

  /** An answer that each of {@code faults} may be the reason of. */
  ApiResponse response(int status, List<Fault> faults) {
    MediaType media = new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + name));
    for (Fault fault : faults) {
      media.addExamples(
          fault.name().toLowerCase(java.util.Locale.ROOT), new Example().value(body(fault)));
    }
    ApiResponse response =
        new ApiResponse()
            .description(
                faults.stream()
                    .map(fault -> "`%s`: %s".formatted(fault.slug(), fault.message()))
                    .collect(Collectors.joining("\n\n")))
            .content(new Content().addMediaType(mediaType, media));
    if (status == 429 || status == 503 || faults.contains(Fault.IDEMPOTENCY_KEY_IN_USE)) {
      response.addHeaderObject(
          "Retry-After",
          new Header()
              .description("Seconds after which it is worth trying again")
              .required(status != 409)
              .schema(new IntegerSchema().minimum(BigDecimal.ONE)));
    }
    if (this == RFC_9457) {
      return status == 401
          ? response.addHeaderObject(
              "WWW-Authenticate", new Header().required(true).schema(new StringSchema()))
          : response;
    }
    if (faults.contains(Fault.RATE_LIMITED)) {
      response
          .addHeaderObject(
              RateLimitHeaders.POLICY,
              new Header().description("The app's limits").schema(new StringSchema()))
          .addHeaderObject(
              RateLimitHeaders.LIMIT,
              new Header().description("What is left of them").schema(new StringSchema()));
    }
    return response;
  }

  private static Schema<?> slug() {
    return new StringSchema().description("For programs").pattern("^[a-z_]+$");
  }
}
