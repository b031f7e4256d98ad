package dev.sandi.ingress.send;

import static dev.sandi.ingress.problem.Fault.IDEMPOTENCY_KEY_IN_USE;
import static dev.sandi.ingress.problem.Fault.IDEMPOTENCY_KEY_REUSED;
import static dev.sandi.ingress.problem.Fault.INSUFFICIENT_QUOTA;
import static dev.sandi.ingress.problem.Fault.INSUFFICIENT_TESTING_QUOTA;
import static dev.sandi.ingress.problem.Fault.INVALID_CALLBACK_URL;
import static dev.sandi.ingress.problem.Fault.INVALID_CHALLENGE;
import static dev.sandi.ingress.problem.Fault.INVALID_IDEMPOTENCY_KEY;
import static dev.sandi.ingress.problem.Fault.INVALID_MSISDN;
import static dev.sandi.ingress.problem.Fault.INVALID_OTP;
import static dev.sandi.ingress.problem.Fault.INVALID_TEMPLATE;
import static dev.sandi.ingress.problem.Fault.INVALID_TIME_LIMIT;
import static dev.sandi.ingress.problem.Fault.MSISDN_BLOCKED;
import static dev.sandi.ingress.problem.Fault.RATE_LIMITED;

import dev.sandi.ingress.admission.IdempotencyKey;
import dev.sandi.ingress.admission.RateLimitHeaders;
import dev.sandi.ingress.problem.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.ResponseEntity;

/** How the API's reference tells of sending a code. */
@Tag(name = "Send")
interface SendApi {

  @Operation(
      operationId = "send",
      summary = "Send a code",
      description =
          """
          Sends a code by SMS. **201** means that the request is kept: from here its outcome always \
          reaches `GET /v2/otp/{session_id}` and the `callback_url`, whatever crashes. Without an \
          `otp` of your own a code is generated, by default of six digits, which only the handset \
          gets to see. While a code is live, another send repeats it and restarts its time, never \
          beyond twice its first limit; then, or for an `otp` of your own, there is a new one.

          Checks come in this order: authentication, validation, blocklist, rates, quota. A refused \
          request costs no quota. Fields that are not known are ignored, and optional fields that \
          are empty or `null` count as absent.

          For an app in sandbox mode, see `POST /v2/otp/send/sandbox`.
          """)
  @Sends
  CompletableFuture<ResponseEntity<Accepted>> send(HttpServletRequest http);

  @Operation(
      operationId = "sendInSandbox",
      summary = "Send a code in the sandbox",
      description =
          """
          As `POST /v2/otp/send`, for trying: no SMS leaves, only the simulated handset gets it. \
          Apps in sandbox mode are answered like this on the plain path, too.

          These numbers always answer the same, ahead of every real check, outside quota and rates:

          | `msisdn` | answer |
          |---|---|
          | 6282123060001 | 201 |
          | 6282123060002 | 400 `invalid_msisdn` |
          | 6282123060003 | 401 `authorization_failed` |
          | 6282123060004 | 403 `insufficient_quota` |
          | 6282123060005 | 409 `msisdn_blocked` |
          | 6282123060006 | 429 `rate_limited` |
          | 6282123060007, …008, …009 | 201; see `POST /v2/otp/verify/sandbox` |
          | 628001 | 201, then delivered |
          | 628002, 628005, 628006, 628008 | 201, then not delivered: the handset cannot be reached |
          | 628003, 628004, 628007 | 201, then failed: the gateway refuses it |
          | 628009 | 201, then not delivered |

          So do the test numbers of the app, each with its own code and outcome. **Any other number** \
          takes all real checks (blocklist, rates, and the quota for testing), runs the whole \
          pipeline with its callbacks, and ends on the simulated handset.
          """)
  @Sends
  CompletableFuture<ResponseEntity<Accepted>> sendInSandbox(HttpServletRequest http);

  /** What both have in common. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @Parameter(
      name = IdempotencyKey.HEADER,
      in = ParameterIn.HEADER,
      description =
          """
          A name of yours for this request, kept for 24 hours: asked again with the same key and \
          the same body, the answer is the same, bit for bit, and nothing is sent again.
          """,
      schema = @Schema(type = "string", minLength = 1, maxLength = 255, pattern = "^[!-~]+$"),
      example = "order-4711-login")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = SendBody.class),
              examples = {
                @ExampleObject(
                    name = "shortest",
                    summary = "A generated code",
                    value = "{\"msisdn\":\"6281234567890\"}"),
                @ExampleObject(
                    name = "full",
                    summary = "A code of your own",
                    value =
                        """
                        {"msisdn":"+6281234567890","template":"$OTP is your code for Example",\
                        "otp":"493817","time_limit":"300","challenge":"login",\
                        "callback_url":"https://example.com/otp"}
                        """)
              }))
  @ApiResponse(
      responseCode = "201",
      description = "OTP sent successfully",
      useReturnTypeSchema = true,
      headers = {
        @Header(
            name = IdempotencyKey.REPLAYED,
            description = "The answer of an earlier request with the same key",
            schema = @Schema(type = "string", allowableValues = "true")),
        @Header(
            name = RateLimitHeaders.POLICY,
            description =
                "The app's limits: `q` sends in `w` seconds (draft-ietf-httpapi-ratelimit-headers)",
            schema = @Schema(type = "string")),
        @Header(
            name = RateLimitHeaders.LIMIT,
            description = "What is left of each limit: `r` sends",
            schema = @Schema(type = "string"))
      })
  @Refuses({
    INVALID_MSISDN,
    INVALID_TEMPLATE,
    INVALID_OTP,
    INVALID_TIME_LIMIT,
    INVALID_CHALLENGE,
    INVALID_CALLBACK_URL,
    INVALID_IDEMPOTENCY_KEY,
    INSUFFICIENT_QUOTA,
    INSUFFICIENT_TESTING_QUOTA,
    MSISDN_BLOCKED,
    IDEMPOTENCY_KEY_IN_USE,
    IDEMPOTENCY_KEY_REUSED,
    RATE_LIMITED
  })
  @interface Sends {}
}
