package dev.sandi.ingress.docs;

import static dev.sandi.ingress.problem.Fault.AUTHORIZATION_FAILED;
import static dev.sandi.ingress.problem.Fault.INTERNAL_ERROR;
import static dev.sandi.ingress.problem.Fault.INVALID_REQUEST;
import static dev.sandi.ingress.problem.Fault.NOT_ACCEPTABLE;
import static dev.sandi.ingress.problem.Fault.NO_ADMINISTRATION;
import static dev.sandi.ingress.problem.Fault.PAYLOAD_TOO_LARGE;
import static dev.sandi.ingress.problem.Fault.RATE_LIMITED;
import static dev.sandi.ingress.problem.Fault.REQUEST_TIMEOUT;
import static dev.sandi.ingress.problem.Fault.ROUTES_TOO_LARGE;
import static dev.sandi.ingress.problem.Fault.UNAVAILABLE;
import static dev.sandi.ingress.problem.Fault.UNSUPPORTED_MEDIA_TYPE;

import dev.sandi.ingress.problem.Arrival;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.problem.Refuses;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.method.HandlerMethod;

/**
 * Adds to each endpoint what its kind has in common: who may call it, the id that every answer
 * carries, and what it refuses. What it refuses beside that, its {@link Refuses} tells.
 */
final class DescribeEndpoints implements GlobalOperationCustomizer {

  private static final List<Fault> EVERYWHERE =
      List.of(AUTHORIZATION_FAILED, RATE_LIMITED, INTERNAL_ERROR, UNAVAILABLE);

  private static final List<Fault> WITH_JSON =
      List.of(INVALID_REQUEST, REQUEST_TIMEOUT, PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE);

  @Override
  public Operation customize(Operation operation, HandlerMethod handler) {
    RequestMapping mapping =
        AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), RequestMapping.class);
    if (mapping == null || mapping.path().length == 0) {
      return operation;
    }
    boolean administration = isAdministration(mapping);
    operation.security(security(mapping));
    ProblemForm form = administration ? ProblemForm.RFC_9457 : ProblemForm.CONTRACT;
    ApiResponses responses = new ApiResponses();
    operation
        .getResponses()
        .forEach(
            (status, response) -> {
              if (status.startsWith("2")) {
                responses.addApiResponse(status, withId(response));
              }
            });
    byStatus(faults(handler, mapping))
        .forEach(
            (status, faults) ->
                responses.addApiResponse(
                    String.valueOf(status), withId(form.response(status, faults))));
    return operation.responses(responses);
  }

  private static List<SecurityRequirement> security(RequestMapping mapping) {
    if (isReport(mapping)) {
      return List.of();
    }
    return List.of(
        isAdministration(mapping)
            ? new SecurityRequirement().addList(Security.ADMIN_TOKEN)
            : new SecurityRequirement().addList(Security.APP_ID).addList(Security.API_KEY));
  }

  /** What providers call, of whom only the processor knows how they show who they are. */
  private static boolean isReport(RequestMapping mapping) {
    return mapping.path()[0].startsWith("/v2/reports/");
  }

  private static boolean isAdministration(RequestMapping mapping) {
    return mapping.path()[0].startsWith("/admin/");
  }

  private static Set<Fault> faults(HandlerMethod handler, RequestMapping mapping) {
    Set<Fault> faults = EnumSet.copyOf(EVERYWHERE);
    if (isReport(mapping)) {
      faults.remove(RATE_LIMITED);
    }
    if (isAdministration(mapping)) {
      faults.add(NO_ADMINISTRATION);
    }
    if (mapping.produces().length > 0) {
      faults.add(NOT_ACCEPTABLE);
    }
    if (Arrays.asList(mapping.consumes()).contains(MediaType.APPLICATION_JSON_VALUE)) {
      faults.addAll(WITH_JSON);
    }
    Refuses refuses =
        AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), Refuses.class);
    if (refuses != null) {
      faults.addAll(Arrays.asList(refuses.value()));
    }
    if (faults.contains(ROUTES_TOO_LARGE)) {
      // Bodies of this endpoint may be longer.
      faults.remove(PAYLOAD_TOO_LARGE);
    }
    return faults;
  }

  private static Map<Integer, List<Fault>> byStatus(Set<Fault> faults) {
    return faults.stream()
        .collect(Collectors.groupingBy(Fault::status, TreeMap::new, Collectors.toList()));
  }

  private static ApiResponse withId(ApiResponse response) {
    return response.addHeaderObject(
        Arrival.HEADER,
        new Header()
            .description("The request's id: tell it when you ask about an answer")
            .required(true)
            .schema(new StringSchema().format("uuid")));
  }
}
