package dev.sandi.ingress.replay;

import static dev.sandi.ingress.problem.Fault.DELIVERY_NOT_FOUND;
import static dev.sandi.ingress.problem.Fault.DELIVERY_NOT_REPLAYABLE;
import static dev.sandi.ingress.problem.Fault.INVALID_FIELDS;
import static dev.sandi.ingress.problem.Fault.INVALID_PARAMETERS;
import static dev.sandi.ingress.problem.Fault.REPLAY_NOT_FOUND;
import static dev.sandi.ingress.problem.Fault.TOO_MANY_REPLAYS;

import dev.sandi.ingress.admin.Page;
import dev.sandi.ingress.admin.Paged;
import dev.sandi.ingress.problem.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.ResponseEntity;

/** How the reference tells of replays. */
@Tag(name = "Replays")
interface ReplaysApi {

  @Operation(
      operationId = "replayDelivery",
      summary = "Tell one callback again",
      description =
          """
          One that was delivered, or was given up, is due at once, with the same `webhook-id`. Its \
          attempts go on counting, while the schedule of retries and the age limit begin anew. One \
          that is pending stays as it is, so a second call has no effect. Callbacks of an app that \
          wants nothing twice are told again too: this is asking for it.
          """)
  @ApiResponse(responseCode = "200", description = "How it stands", useReturnTypeSchema = true)
  @Refuses({DELIVERY_NOT_FOUND, DELIVERY_NOT_REPLAYABLE})
  ReplayViews.Delivery replay(HttpServletRequest http, String delivery);

  @Operation(
      operationId = "beginReplay",
      summary = "Tell many callbacks again",
      description =
          """
          All that the filter finds and that ended before this call, in the order of their events, \
          at `rate` a second at most, and behind what is told for the first time. It goes on \
          whichever copy of the dispatcher dies. Apps that want nothing twice are left out unless \
          the filter names them. Up to 8 replays run at a time.
          """)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = ReplayViews.Body.class)))
  @ApiResponse(responseCode = "202", description = "It has begun", useReturnTypeSchema = true)
  @Refuses({INVALID_FIELDS, TOO_MANY_REPLAYS})
  ResponseEntity<ReplayViews.Replay> begin(HttpServletRequest http);

  @Operation(operationId = "replays", summary = "The replays, newest first")
  @Paged
  @ApiResponse(responseCode = "200", description = "A page of them", useReturnTypeSchema = true)
  @Refuses(INVALID_PARAMETERS)
  Page<ReplayViews.Replay> list(HttpServletRequest http);

  @Operation(operationId = "replay", summary = "How far a replay is")
  @ApiResponse(responseCode = "200", description = "The replay", useReturnTypeSchema = true)
  @Refuses(REPLAY_NOT_FOUND)
  ReplayViews.Replay find(String replay);

  @Operation(
      operationId = "cancelReplay",
      summary = "Cancel a replay",
      description =
          """
          Nothing more becomes due, on any copy. What has become due is told. One that has ended \
          stays as it is.
          """)
  @ApiResponse(responseCode = "200", description = "The replay", useReturnTypeSchema = true)
  @Refuses(REPLAY_NOT_FOUND)
  ReplayViews.Replay cancel(HttpServletRequest http, String replay);
}
