package dev.sandi.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.dispatcher.CallbackDispatcherApplication;
import dev.sandi.ingress.ApiIngressApplication;
import dev.sandi.processor.OtpProcessorApplication;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.RunningService;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Whatever the services serve as in production asks who calls, or stands here as open to all: an
 * endpoint that somebody adds is no exception.
 */
@RequiresInfrastructure
class EveryEndpointTest {

  /** Files without data, documents of the API, and where providers bring what they sign. */
  private static final Set<String> OPEN =
      Set.of(
          "/console",
          "/console/",
          "/console/{*file}",
          "/docs",
          "/docs/{*page}",
          "/docs/{file:[a-z0-9-]+\\.(?:js|css|png)}",
          "/docs/asyncapi.json",
          "/v3/api-docs/{group}",
          "/v3/api-docs",
          "/v3/api-docs.yaml/{group}",
          "/v3/api-docs.yaml",
          "/v2/reports/{gateway}",
          "/v2/reports/{gateway}/{secret}",
          "/error");

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** Of its own: in production, the apps of local runs are suspended where they are found. */
  private static Infrastructure infrastructure;

  private static List<RunningService> internal;
  private static RunningService ingress;

  record Endpoint(String method, String pattern, String path) {}

  @BeforeAll
  static void startAsInProduction() {
    infrastructure = Infrastructure.isolated();
    internal =
        List.of(
            start(OtpProcessorApplication.application(), Map.of("SANDI_GATEWAY", "simulator")),
            start(CallbackDispatcherApplication.application(), Map.of()));
    ingress =
        start(
            ApiIngressApplication.application(),
            Map.of(
                "SANDI_PROCESSOR_URL",
                "http://localhost:" + internal.get(0).port(),
                "SANDI_DISPATCHER_URL",
                "http://localhost:" + internal.get(1).port(),
                "SANDI_ADMIN_TOKEN",
                "admin-token-of-the-test",
                "SANDI_FAILED_AUTHENTICATIONS",
                "1000"));
  }

  private static RunningService start(
      SpringApplicationBuilder application, Map<String, String> properties) {
    return RunningService.start(
        application,
        infrastructure.database().jdbcUrl(),
        infrastructure.broker().bootstrapServers(),
        properties);
  }

  @AfterAll
  static void stop() {
    ingress.close();
    internal.forEach(RunningService::close);
    infrastructure.close();
  }

  @Test
  void ofTheInternalServicesAsksForTheToken() {
    for (RunningService service : internal) {
      assertThat(endpoints(service).filter(each -> !each.pattern().equals("/error")))
          .hasSizeGreaterThan(5)
          .allSatisfy(each -> assertThat(status(service, each)).isEqualTo(401));
    }
  }

  @Test
  void ofThePublicPortAsksForAKeyOrTheAdminTokenUnlessItIsOpenToAll() {
    assertThat(endpoints(ingress).filter(each -> !OPEN.contains(each.pattern())))
        .hasSizeGreaterThan(40)
        .allSatisfy(
            each -> {
              assertThat(each.pattern()).matches("/(v2/otp|admin/v1)(/.*)?");
              assertThat(status(ingress, each)).isEqualTo(401);
            });
  }

  private static Stream<Endpoint> endpoints(RunningService service) {
    return service.beans(RequestMappingHandlerMapping.class).stream()
        .flatMap(mapping -> mapping.getHandlerMethods().entrySet().stream())
        .flatMap(entry -> endpoints(entry.getKey(), entry.getValue()));
  }

  private static Stream<Endpoint> endpoints(RequestMappingInfo info, HandlerMethod handler) {
    List<String> methods =
        info.getMethodsCondition().getMethods().isEmpty()
            ? List.of("GET")
            : info.getMethodsCondition().getMethods().stream().map(Enum::name).toList();
    return info.getPatternValues().stream()
        .flatMap(
            pattern ->
                methods.stream()
                    .map(method -> new Endpoint(method, pattern, filled(pattern, handler))));
  }

  /** A path that is well formed, so that nothing but the caller is wrong. */
  private static String filled(String pattern, HandlerMethod handler) {
    String path = pattern;
    String query = "";
    for (MethodParameter parameter : handler.getMethodParameters()) {
      Class<?> type = parameter.getParameterType();
      boolean isUuid = type == UUID.class || type.getSimpleName().equals("SessionId");
      String value = isUuid ? UUID.randomUUID().toString() : "1";
      if (parameter.hasParameterAnnotation(PathVariable.class)) {
        path = path.replaceFirst("\\{[^}]*}", value);
      }
      RequestParam asked = parameter.getParameterAnnotation(RequestParam.class);
      if (asked != null) {
        query += "&" + asked.name() + "=" + value;
      }
    }
    return path.replaceAll("\\{[^}]*}", "1") + (query.isEmpty() ? "" : "?" + query.substring(1));
  }

  private static int status(RunningService service, Endpoint endpoint) {
    try {
      return HTTP.send(
              HttpRequest.newBuilder(service.uri(endpoint.path()))
                  .header("Content-Type", "application/json")
                  .method(endpoint.method(), BodyPublishers.ofString("{}"))
                  .build(),
              BodyHandlers.discarding())
          .statusCode();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(endpoint.toString(), e);
    }
  }
}
