package dev.sandi.ingress.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What administration reads and tells of gateways. */
final class GatewayViews {

  private GatewayViews() {}

  @Schema(name = "Gateways")
  record Gateways(
      @Schema(description = "Grows with every change of gateways or routes") long version,
      List<Gateway> gateways) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "Gateway")
  record Gateway(
      @Schema(example = "operator-one") String name,
      @Schema(example = "smpp") String kind,
      @Schema(description = "Whether it may send; otherwise it only takes delivery reports")
          boolean enabled,
      @Schema(description = "What its kind asks for; secrets are references")
          Map<String, Object> settings,
      @Schema(
              description = "`stored`: set here; `file`: by the processor's file; `built_in`",
              allowableValues = {"built_in", "file", "stored"})
          String source,
      @Schema(description = "Absent if the copy that answers does not have it open")
          @Nullable Status status,
      @Schema(description = "Of the circuit breaker, on the copy that answers", example = "closed")
          @Nullable String breaker) {}

  @Schema(name = "GatewayStatus", description = "How it is, on the copy that answers")
  record Status(
      boolean connected,
      @Schema(example = "2 of 3 binds") String detail,
      @Schema(description = "What else there is to know") Map<String, Long> figures) {}

  @Schema(name = "GatewayRequest")
  record GatewayBody(
      @Schema(example = "smpp") String kind,
      @Schema(defaultValue = "true") @Nullable Boolean enabled,
      @Schema(
              description =
                  "What its kind asks for; a secret is named as `${SANDI_SECRET_…}`, which is a"
                      + " variable of the processor's environment")
          @Nullable Map<String, Object> settings) {}
}
