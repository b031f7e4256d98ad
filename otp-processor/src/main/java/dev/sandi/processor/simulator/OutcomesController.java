package dev.sandi.processor.simulator;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sandi.processor.gateway.ReadSettings;
import dev.sandi.processor.verify.InternalToken;
import dev.sandi.value.InvalidValueException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What simulated handsets are to do, by the digits that their msisdn begins with. In local runs for
 * anybody, as the inbox is; elsewhere with the token that the services show each other.
 */
@RestController
@RequestMapping("/simulator/outcomes")
class OutcomesController {

  private static final Pattern PREFIX = Pattern.compile("[0-9]{1,16}");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Behaviours behaviours;
  private final ReadSettings read;
  private final InternalToken token;
  private final boolean local;

  OutcomesController(
      Behaviours behaviours, ReadSettings read, InternalToken token, Environment environment) {
    this.behaviours = behaviours;
    this.read = read;
    this.token = token;
    this.local = environment.acceptsProfiles(Profiles.of("local"));
  }

  /** One as it is shown; times as ISO 8601 durations. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Shown(
      String prefix,
      String outcome,
      String latency,
      @JsonProperty("report_after") String reportAfter,
      @Nullable String reason,
      @JsonProperty("network_code") @Nullable String networkCode) {

    static Shown of(String prefix, Behaviour behaviour) {
      return new Shown(
          prefix,
          behaviour.outcome().toString(),
          behaviour.latency().toString(),
          behaviour.reportAfter().toString(),
          behaviour.reason(),
          behaviour.networkCode());
    }
  }

  @GetMapping
  List<Shown> all(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization) {
    admit(authorization);
    return behaviours.all().entrySet().stream()
        .map(entry -> Shown.of(entry.getKey(), entry.getValue()))
        .toList();
  }

  @GetMapping("/{prefix}")
  Shown get(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @PathVariable String prefix) {
    admit(authorization);
    String digits = digits(prefix);
    return behaviours
        .find(digits)
        .map(behaviour -> Shown.of(digits, behaviour))
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }

  @PutMapping("/{prefix}")
  Shown put(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @PathVariable String prefix,
      @RequestBody byte[] body) {
    admit(authorization);
    String digits = digits(prefix);
    Behaviour behaviour = read.read(object(body), Behaviour.class);
    behaviours.put(digits, behaviour);
    return Shown.of(digits, behaviour);
  }

  @DeleteMapping("/{prefix}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @PathVariable String prefix) {
    admit(authorization);
    behaviours.delete(digits(prefix));
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void deleteAll(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization) {
    admit(authorization);
    behaviours.deleteAll();
  }

  private void admit(@Nullable String authorization) {
    if (!local) {
      token.require(authorization);
    }
  }

  private static String digits(String prefix) {
    String digits = prefix.startsWith("+") ? prefix.substring(1) : prefix;
    if (!PREFIX.matcher(digits).matches()) {
      throw new InvalidValueException("prefix: should be an msisdn or its first 1-16 digits");
    }
    return digits;
  }

  private static Map<String, Object> object(byte[] body) {
    try {
      return JSON.readValue(body, new TypeReference<>() {});
    } catch (JacksonException e) {
      throw new InvalidValueException("the body should be a JSON object");
    }
  }
}
