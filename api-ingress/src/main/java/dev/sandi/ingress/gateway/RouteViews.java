package dev.sandi.ingress.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What administration reads and tells of routes. */
final class RouteViews {

  private static final String PREFER =
      "`order`: as they stand; `weight`: the first by lot; `price`: the cheapest first; `delivery`"
          + " and `conversion`: the best by figures first";
  private static final String RESEND_AFTER =
      "Seconds without a delivery report after which the code goes over the next gateway";

  private RouteViews() {}

  @Schema(name = "RouteTable")
  record Table(
      @Schema(description = "Grows with every change of gateways or routes") long version,
      @Schema(
              description = "`stored`: set here; `file`: by the processor's file; `built_in`: none",
              allowableValues = {"built_in", "file", "stored"})
          String source,
      @Schema(description = "The first that matches holds") List<Route> routes,
      @Schema(description = "Gateways of what no route matches") List<String> otherwise) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "Route")
  record Route(
      @Nullable String name,
      @Nullable List<String> prefixes,
      @Nullable List<String> countries,
      @Nullable List<String> apps,
      List<Candidate> gateways,
      @Schema(
              description = PREFER,
              allowableValues = {"order", "weight", "price", "delivery", "conversion"})
          String prefer,
      @Schema(description = RESEND_AFTER) @Nullable Integer resendAfter,
      @Schema(description = "Whether a report that it was not delivered does so")
          boolean resendWhenUndelivered,
      @Schema(description = "That a message is given to at most") int mostGateways,
      @Schema(allowableValues = {"resend", "fail"}) @Nullable String ambiguous) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "RouteGateway")
  record Candidate(
      @Schema(example = "operator-one") String gateway,
      int weight,
      @Nullable BigDecimal price,
      @Nullable String currency) {}

  @Schema(name = "RouteTableRequest")
  record TableBody(@Schema(description = "In their order, at most 500") List<RouteBody> routes) {}

  @Schema(name = "RouteRequest", description = "All that is given of what it matches must match")
  record RouteBody(
      @Schema(description = "What to call it", maxLength = 64) @Nullable String name,
      @Schema(description = "That a number begins with", example = "[\"6281\"]")
          @Nullable List<String> prefixes,
      @Schema(description = "Of the number's plan, as in ISO 3166", example = "[\"ID\"]")
          @Nullable List<String> countries,
      @Nullable List<String> apps,
      @Schema(description = "At most 10; none: what matches is not sent")
          List<CandidateBody> gateways,
      @Schema(
              description = PREFER,
              allowableValues = {"order", "weight", "price", "delivery", "conversion"},
              defaultValue = "order")
          @Nullable String prefer,
      @Schema(description = RESEND_AFTER, minimum = "5", maximum = "3600")
          @Nullable Integer resendAfter,
      @Schema(
              description = "Whether a report that it was not delivered does so",
              defaultValue = "false")
          @Nullable Boolean resendWhenUndelivered,
      @Schema(
              description = "That a message is given to at most",
              minimum = "1",
              maximum = "10",
              defaultValue = "2")
          @Nullable Integer mostGateways,
      @Schema(
              description = "Of a message whose answer never came; by default as set for all",
              allowableValues = {"resend", "fail"})
          @Nullable String ambiguous) {}

  @Schema(name = "RouteGatewayRequest")
  record CandidateBody(
      @Schema(example = "operator-one") String gateway,
      @Schema(minimum = "0", maximum = "1000", defaultValue = "1") @Nullable Integer weight,
      @Schema(description = "Of one message, to six decimals", example = "0.0125")
          @Nullable BigDecimal price,
      @Schema(description = "Of the price, as in ISO 4217", example = "USD")
          @Nullable String currency) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "RouteExplanation")
  record Explanation(
      long version,
      @Schema(description = "Of the number's plan; `ZZ` if it belongs nowhere", example = "ID")
          String country,
      @Schema(description = "Index of the route that matches; absent if none does")
          @Nullable Integer route,
      @Nullable String name,
      String prefer,
      @Schema(description = "In the likeliest order") List<Tried> gateways) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "RouteExplanationGateway")
  record Tried(
      String gateway,
      @Schema(description = "Whether it is defined and enabled; else it is passed over")
          boolean usable,
      @Schema(description = "Share of messages that try it first") double first,
      @Schema(description = "Share of messages that arrived lately") @Nullable Double deliveryRate,
      @Schema(description = "Share of codes that were entered lately")
          @Nullable Double conversion) {}
}
