package dev.sandi.ingress.blocklist;

import static dev.sandi.ingress.problem.Fault.BLOCK_NOT_FOUND;
import static dev.sandi.ingress.problem.Fault.INVALID_FIELDS;
import static dev.sandi.ingress.problem.Fault.INVALID_PARAMETERS;

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
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/** How the reference tells of blocks. */
@Tag(name = "Blocklist")
interface BlockApi {

  /** What {@link BlockOrder} reads. */
  @Schema(name = "BlockRequest")
  record BlockBody(
      @Schema(description = "A number, or what numbers begin with", example = "62812345")
          String digits,
      @Schema(description = "Whether it is a prefix; by default if it ends in `*`")
          @Nullable Boolean prefix,
      @Schema(description = "Whose requests are refused; by default everybody's")
          @Nullable String appId,
      @Schema(minLength = 1, maxLength = 200, example = "Complaint 4711") String reason,
      @Schema(description = "By default it never ends") @Nullable Instant expiresAt,
      @Schema(description = "Or in how many seconds it ends", minimum = "1")
          @Nullable Long expiresIn) {}

  @Operation(
      operationId = "blocks",
      summary = "Blocks",
      description = "A page with a cursor may have fewer blocks than asked for, even none.")
  @Paged
  @Filtered
  @ApiResponse(responseCode = "200", description = "A page", useReturnTypeSchema = true)
  @Refuses(INVALID_PARAMETERS)
  Page<Block> list(HttpServletRequest http);

  @Operation(
      operationId = "addBlock",
      summary = "Block a number or a prefix",
      description = "One that is there gets this reason and this end.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = BlockBody.class)))
  @ApiResponse(responseCode = "201", description = "It is new", useReturnTypeSchema = true)
  @ApiResponse(responseCode = "200", description = "It was there", useReturnTypeSchema = true)
  @Refuses(INVALID_FIELDS)
  ResponseEntity<Block> add(HttpServletRequest http);

  @Operation(
      operationId = "block",
      summary = "A block",
      description = "A prefix is its digits and `*`. Blocks of an app are below its id.")
  @ApiResponse(responseCode = "200", description = "The block", useReturnTypeSchema = true)
  @Refuses(BLOCK_NOT_FOUND)
  Block get(@Nullable String app, String digits);

  @Operation(operationId = "removeBlock", summary = "Take a block back")
  @ApiResponse(responseCode = "204", description = "It holds no more")
  @Refuses(BLOCK_NOT_FOUND)
  ResponseEntity<Void> remove(HttpServletRequest http, @Nullable String app, String digits);
}
