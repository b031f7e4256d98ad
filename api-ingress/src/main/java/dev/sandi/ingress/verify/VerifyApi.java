package dev.sandi.ingress.verify;

import static dev.sandi.ingress.problem.Fault.INVALID_CHALLENGE;
import static dev.sandi.ingress.problem.Fault.INVALID_MSISDN;
import static dev.sandi.ingress.problem.Fault.INVALID_OTP;
import static dev.sandi.ingress.problem.Fault.OTP_EXPIRED;
import static dev.sandi.ingress.problem.Fault.OTP_NOT_FOUND;
import static dev.sandi.ingress.problem.Fault.TOO_MANY_ATTEMPTS;

import dev.sandi.ingress.problem.Refuses;
import io.swagger.v3.oas.annotations.Operation;
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

/** How the API's reference tells of verifying a code. */
@Tag(name = "Verify")
interface VerifyApi {

  @Operation(
      operationId = "verify",
      summary = "Verify a code",
      description =
          """
          Tells whether a code is right. A right code is answered with **200** once, ever. Five wrong \
          codes in 15 minutes use the budget of guesses of a challenge up, and 100 in a row that of a \
          number, over all challenges, for a day; a new code refills neither. **404** says in \
          `attempts_left` what is left, and in `expires_in` for how many seconds the live code can \
          still be verified, if one is live; **429** in `Retry-After` when it is worth trying again.

          Codes that were sent in the sandbox, or to a test number of the app, live apart from all \
          others: a code of `POST /v2/otp/send/sandbox` is verified with \
          `POST /v2/otp/verify/sandbox`.
          """)
  @Verifies
  CompletableFuture<ResponseEntity<Verified>> verify(HttpServletRequest http);

  @Operation(
      operationId = "verifyInSandbox",
      summary = "Verify a code in the sandbox",
      description =
          """
          As `POST /v2/otp/verify`, for trying. Apps in sandbox mode are answered like this on the \
          plain path, too. These numbers always answer the same to any code:

          | `msisdn` | answer |
          |---|---|
          | 6282123060007 | 200 |
          | 6282123060008 | 404 `otp_not_found` |
          | 6282123060009 | 422 `otp_expired` |

          For **any other number** the code decides that was sent to it, as anywhere else.
          """)
  @Verifies
  CompletableFuture<ResponseEntity<Verified>> verifyInSandbox(HttpServletRequest http);

  /** What both have in common. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = VerifyBody.class),
              examples =
                  @ExampleObject(
                      name = "guess",
                      value =
                          """
                          {"msisdn":"6281234567890","otp":"493817","challenge":"default"}
                          """)))
  @ApiResponse(
      responseCode = "200",
      description = "OTP has been verified",
      useReturnTypeSchema = true)
  @Refuses({
    INVALID_MSISDN,
    INVALID_OTP,
    INVALID_CHALLENGE,
    OTP_NOT_FOUND,
    OTP_EXPIRED,
    TOO_MANY_ATTEMPTS
  })
  @interface Verifies {}
}
