package dev.sandi.ingress.request;

import dev.sandi.ingress.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A body: one JSON object in UTF-8 (RFC 8259) of at most 16 KiB.
 *
 * <p>A field that appears twice is refused, since RFC 8259 leaves open which of the two counts.
 */
public final class JsonBody {

  /** The longest body, in bytes. */
  public static final int MAX_BYTES = 16 * 1024;

  private static final int MAX_DEPTH = 32;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final ObjectNode object;
  private final byte[] bytes;

  private JsonBody(ObjectNode object, byte[] bytes) {
    this.object = object;
    this.bytes = bytes;
  }

  /**
   * Reads the body of a request.
   *
   * @throws Refusal 413 if it is too long, 415 if it is encoded, 400 if it is not a JSON object
   */
  public static JsonBody of(HttpServletRequest request) {
    requireUtf8(request);
    long length = request.getContentLengthLong();
    if (length > MAX_BYTES) {
      throw Refusal.of(413);
    }
    byte[] bytes;
    try {
      // Not more than is told: a buffer of the largest size, for each request, is felt.
      bytes = request.getInputStream().readNBytes(length < 0 ? MAX_BYTES + 1 : (int) length);
    } catch (IOException e) {
      throw Refusal.invalidRequest("body could not be read to its end");
    }
    if (bytes.length > MAX_BYTES) {
      throw Refusal.of(413);
    }
    return parse(bytes);
  }

  private static void requireUtf8(HttpServletRequest request) {
    String encoding = request.getHeader("Content-Encoding");
    if (encoding != null && !encoding.toLowerCase(Locale.ROOT).equals("identity")) {
      throw Refusal.of(415);
    }
    String type = request.getContentType();
    if (type != null) {
      MediaType parsed = MediaType.parseMediaType(type);
      if (parsed.getCharset() != null && !parsed.getCharset().equals(StandardCharsets.UTF_8)) {
        throw Refusal.of(415);
      }
    }
  }

  static JsonBody parse(byte[] bytes) {
    try {
      if (MAPPER.readTree(bytes) instanceof ObjectNode object) {
        return new JsonBody(object, bytes);
      }
    } catch (StreamConstraintsException e) {
      throw Refusal.invalidRequest("body is nested too deeply or has too long a number");
    } catch (MismatchedInputException e) {
      throw Refusal.invalidRequest("body should be one JSON object without repeated fields");
    } catch (JacksonException e) {
      // Jackson's own message quotes the body.
      throw Refusal.invalidRequest(
          "body is not valid JSON at line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    }
    throw Refusal.invalidRequest("body should be a JSON object");
  }

  /** The body as it came. Not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** The whole object. Not to be changed. */
  public ObjectNode object() {
    return object;
  }

  /** A field; empty if it is absent or {@code null}. */
  public Optional<JsonNode> find(String name) {
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? Optional.empty() : Optional.of(node);
  }
}
