package dev.sandi.ingress.endpoint;

import static dev.sandi.ingress.problem.Fault.ENDPOINT_NOT_FOUND;
import static dev.sandi.ingress.problem.Fault.INVALID_PARAMETERS;

import dev.sandi.ingress.admin.Page;
import dev.sandi.ingress.admin.Paged;
import dev.sandi.ingress.problem.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;

/** How the reference tells of endpoints. */
@Tag(name = "Endpoints")
interface EndpointsApi {

  @Operation(
      operationId = "endpoints",
      summary = "The endpoints of an app",
      description =
          """
          Every origin that its callbacks ever went to, in the order in which they were called \
          first: whether it is called, why not, and how much waits for it. An app that was never \
          called back has none.
          """)
  @Paged
  @ApiResponse(responseCode = "200", description = "A page of them", useReturnTypeSchema = true)
  @Refuses(INVALID_PARAMETERS)
  Page<EndpointViews.Endpoint> list(HttpServletRequest http, String app);

  @Operation(
      operationId = "callbackHealth",
      summary = "How the callbacks of an app fare",
      description =
          """
          How many endpoints are called and how many are not, and for how long the oldest callback \
          that waits has been due. What ended well and what did not is told by the app's funnel.
          """)
  @ApiResponse(responseCode = "200", description = "The health", useReturnTypeSchema = true)
  @Refuses(ENDPOINT_NOT_FOUND)
  EndpointViews.Health health(String app);

  @Operation(
      operationId = "openEndpoint",
      summary = "Have an endpoint called again",
      description =
          """
          Whatever shut it. All that waits for it is attempted, at the rate that the endpoint can \
          take.
          """)
  @ApiResponse(responseCode = "200", description = "The endpoint", useReturnTypeSchema = true)
  @Refuses(ENDPOINT_NOT_FOUND)
  EndpointViews.Endpoint open(HttpServletRequest http, String app, String id);

  @Operation(
      operationId = "pauseEndpoint",
      summary = "Have an endpoint called no more until it is opened",
      description =
          """
          What is told to it waits, as long as days are kept, and nothing is dropped. Attempts that \
          are under way end as they would; another copy may begin some for a second. One that is \
          `gone` or `disabled` stays so, for it is not called either. To resume, open it.
          """)
  @ApiResponse(responseCode = "200", description = "The endpoint", useReturnTypeSchema = true)
  @Refuses(ENDPOINT_NOT_FOUND)
  EndpointViews.Endpoint pause(HttpServletRequest http, String app, String id);
}
