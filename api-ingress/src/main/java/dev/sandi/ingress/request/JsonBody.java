package dev.sandi.ingress.request;

import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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
   * @throws Refusal 413 if it is too long, 408 if it is too slow, 415 if it is encoded, 400 if it
   *     is not a JSON object
   * @throws BodyUnderWay if it has not arrived; {@link AwaitBody} handles that
   */
  public static JsonBody of(HttpServletRequest request) {
    requireUtf8(request);
    return parse(BodyBytes.of(request, MAX_BYTES));
  }

  /**
   * Reads the body of a request that may be longer than usual.
   *
   * @param most bytes
   * @param tooLong what is wrong with one that is longer
   * @throws Refusal as above
   */
  public static JsonBody of(HttpServletRequest request, int most, Fault tooLong) {
    requireUtf8(request);
    try {
      return parse(BodyBytes.of(request, most));
    } catch (Refusal refusal) {
      throw refusal.status() == 413 ? tooLong.refusal() : refusal;
    }
  }

  private static void requireUtf8(HttpServletRequest request) {
    String encoding = request.getHeader("Content-Encoding");
    if (encoding != null && !encoding.toLowerCase(Locale.ROOT).equals("identity")) {
      throw Refusal.of(415);
    }
    String type = request.getContentType();
    if (type != null && !type.equals(MediaType.APPLICATION_JSON_VALUE)) {
      MediaType parsed = MediaType.parseMediaType(type);
      if (parsed.getCharset() != null && !parsed.getCharset().equals(StandardCharsets.UTF_8)) {
        throw Refusal.of(415);
      }
    }
  }

  /** The parser would take UTF-16 and UTF-32 too, and characters in more bytes than they need. */
  private static void requireUtf8(byte[] bytes) {
    for (byte b : bytes) {
      if (b <= 0) {
        requireUtf8(ByteBuffer.wrap(bytes));
        return;
      }
    }
  }

  private static void requireUtf8(ByteBuffer bytes) {
    try {
      // JSON has no NUL, and the other encodings have one in nearly every character.
      if (StandardCharsets.UTF_8.newDecoder().decode(bytes).chars().noneMatch(c -> c == 0)) {
        return;
      }
    } catch (CharacterCodingException e) {
      // Told below.
    }
    throw Refusal.invalidRequest("body should be in UTF-8");
  }

  static JsonBody parse(byte[] bytes) {
    requireUtf8(bytes);
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
