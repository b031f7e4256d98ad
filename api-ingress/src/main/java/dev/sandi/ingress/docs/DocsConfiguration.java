package dev.sandi.ingress.docs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.models.GroupedOpenApi;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * What is documented: every endpoint for customers at {@code /v3/api-docs}, administration at
 * {@code /v3/api-docs/admin}, and what providers of SMS call at {@code /v3/api-docs/providers}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("sandi.ingress.docs")
class DocsConfiguration {

  static final String CUSTOMERS = "api";
  static final String ADMINISTRATION = "admin";
  static final String PROVIDERS = "providers";

  @Bean
  GroupedOpenApi customers() {
    return GroupedOpenApi.builder()
        .group(CUSTOMERS)
        .pathsToMatch("/v2/**")
        .pathsToExclude("/v2/reports/**")
        .addOpenApiCustomizer(
            document ->
                describe(
                    document,
                    Security.app(),
                    ProblemForm.CONTRACT,
                    """
                    One-time passwords by SMS. Every call carries the headers `App-ID` and \
                    `API-Key`. Bodies are JSON objects in UTF-8, at most 16 KiB. Every answer has an \
                    `X-Request-Id`, and every refusal, on every path, the same body: an unknown path \
                    is 404 `not_found`, a wrong method 405 `method_not_allowed` with `Allow`.
                    """))
        .build();
  }

  @Bean
  GroupedOpenApi administration() {
    return GroupedOpenApi.builder()
        .group(ADMINISTRATION)
        .pathsToMatch("/admin/**")
        .addOpenApiCustomizer(
            document ->
                describe(
                    document,
                    Security.administrator(),
                    ProblemForm.RFC_9457,
                    """
                    Administration of apps, keys, quotas and blocks, for whoever has the token. \
                    Refusals are problems after RFC 9457. Every call is on record.
                    """))
        .build();
  }

  @Bean
  GroupedOpenApi providers() {
    return GroupedOpenApi.builder()
        .group(PROVIDERS)
        .pathsToMatch("/v2/reports/**")
        .addOpenApiCustomizer(
            document ->
                describe(
                    document,
                    new Components(),
                    ProblemForm.CONTRACT,
                    """
                    Where providers of SMS bring their delivery reports. How a provider shows who it \
                    is, the settings of its gateway say. Refusals have the body that customers get.
                    """))
        .build();
  }

  private static void describe(
      OpenAPI document, Components security, ProblemForm problems, String text) {
    document
        .info(
            new Info()
                .title("Sandi")
                .version("2")
                .description(text)
                .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
        // Whatever name the service is called by.
        .servers(List.of(new Server().url("/")));
    document.getComponents().setSecuritySchemes(security.getSecuritySchemes());
    document.getComponents().addSchemas(problems.schemaName(), problems.schema());
  }

  @Bean
  DescribeEndpoints describeEndpoints() {
    return new DescribeEndpoints();
  }

  @Bean
  DescribeRecords describeRecords() {
    return new DescribeRecords();
  }

  /** By the names that answers have. Asked last: it asks no other. */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  ModelResolver modelResolver(ObjectMapperProvider mappers) {
    return new ModelResolver(
            mappers
                .jsonMapper()
                .copy()
                .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE))
        .openapi31(true);
  }
}
