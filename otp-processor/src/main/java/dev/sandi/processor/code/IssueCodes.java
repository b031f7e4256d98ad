package dev.sandi.processor.code;

import dev.sandi.crypto.CodeHasher;
import dev.sandi.crypto.Sealer;
import dev.sandi.event.OtpRequested;
import dev.sandi.processor.session.Sessions.Request;
import dev.sandi.value.OtpCode;
import dev.sandi.value.Secret;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Gives each session its code: a resend repeats the live one, a client's own code replaces it, and
 * otherwise a new one is made.
 */
@Component
public class IssueCodes {

  private final Challenges challenges;
  private final CodeGenerator generator;
  private final Sealer sealer;
  private final CodeHasher hasher;
  private final Clock clock;

  IssueCodes(
      Challenges challenges,
      CodeGenerator generator,
      Sealer sealer,
      CodeHasher hasher,
      Clock clock) {
    this.challenges = challenges;
    this.generator = generator;
    this.sealer = sealer;
    this.hasher = hasher;
    this.clock = clock;
  }

  /**
   * What was issued.
   *
   * @param codes the code's id by session
   * @param superseded sessions whose code ended because another took its place
   */
  public record Issued(Map<UUID, UUID> codes, List<UUID> superseded) {}

  /** Issues codes, in the order of the requests, within the caller's transaction. */
  public Issued issue(List<Request> requests) {
    Map<ChallengeKey, Optional<LiveCode>> known =
        challenges.lock(requests.stream().map(r -> ChallengeKey.of(r.event())).distinct().toList());
    Map<ChallengeKey, LiveCode> codes = new LinkedHashMap<>();
    Map<UUID, UUID> issued = new HashMap<>();
    List<UUID> superseded = new ArrayList<>();
    for (Request request : requests) {
      ChallengeKey key = ChallengeKey.of(request.event());
      Optional<LiveCode> live =
          Optional.ofNullable(codes.get(key)).or(() -> known.getOrDefault(key, Optional.empty()));
      LiveCode code = repeat(live, request).orElseGet(() -> make(key, request.event()));
      live.filter(old -> !old.id().equals(code.id()))
          .ifPresent(old -> superseded.addAll(old.sessions()));
      codes.put(key, code);
      issued.put(request.id(), code.id());
    }
    save(codes, known);
    return new Issued(issued, superseded);
  }

  private static Optional<LiveCode> repeat(Optional<LiveCode> live, Request request) {
    OtpRequested event = request.event();
    return event.sealedOtp() != null
        ? Optional.empty()
        : live.flatMap(
            code -> code.repeated(request.id(), event.requestedAt(), event.timeLimit().duration()));
  }

  private LiveCode make(ChallengeKey key, OtpRequested event) {
    String context = event.sessionId().toString();
    OtpCode code =
        event.sealedOtp() == null
            ? generator.next()
            : OtpCode.of(sealer.open(event.sealedOtp(), context).reveal());
    return LiveCode.made(
        event.sessionId().value(),
        hasher.hash(code.reveal(), key.context()),
        sealer.seal(Secret.of(code.reveal()), context),
        event.requestedAt(),
        event.timeLimit().duration());
  }

  private void save(
      Map<ChallengeKey, LiveCode> codes, Map<ChallengeKey, Optional<LiveCode>> known) {
    Map<ChallengeKey, LiveCode> added = new LinkedHashMap<>();
    Map<ChallengeKey, LiveCode> changed = new LinkedHashMap<>();
    codes.forEach((key, code) -> (known.containsKey(key) ? changed : added).put(key, code));
    Instant now = clock.instant();
    challenges.insert(added, now);
    challenges.update(changed, now);
  }
}
