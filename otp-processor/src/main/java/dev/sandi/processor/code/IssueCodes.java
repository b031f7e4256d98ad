package dev.sandi.processor.code;

import dev.sandi.crypto.CodeHasher;
import dev.sandi.crypto.Sealer;
import dev.sandi.event.OtpRequested;
import dev.sandi.processor.code.Challenge.Expired;
import dev.sandi.processor.code.Challenge.Idle;
import dev.sandi.processor.code.Challenge.Live;
import dev.sandi.processor.session.Sessions.Request;
import dev.sandi.value.AppId;
import dev.sandi.value.CodeFormat;
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

  private static final Challenge IDLE = new Idle();

  private final Challenges challenges;
  private final CodeFormats formats;
  private final CodeGenerator generator;
  private final Sealer sealer;
  private final CodeHasher hasher;
  private final Clock clock;

  IssueCodes(
      Challenges challenges,
      CodeFormats formats,
      CodeGenerator generator,
      Sealer sealer,
      CodeHasher hasher,
      Clock clock) {
    this.challenges = challenges;
    this.formats = formats;
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
    Map<ChallengeKey, Challenge> known =
        challenges.lock(requests.stream().map(r -> ChallengeKey.of(r.event())).distinct().toList());
    Map<AppId, CodeFormat> formatOf =
        formats.of(requests.stream().map(r -> r.event().appId()).distinct().toList());
    Map<ChallengeKey, Live> codes = new LinkedHashMap<>();
    Map<UUID, UUID> issued = new HashMap<>();
    List<UUID> superseded = new ArrayList<>();
    for (Request request : requests) {
      ChallengeKey key = ChallengeKey.of(request.event());
      Live earlier = codes.get(key);
      Challenge before = earlier == null ? known.getOrDefault(key, IDLE) : earlier;
      CodeFormat format = formatOf.getOrDefault(key.appId(), CodeFormat.DEFAULT);
      Live code =
          before.decide(
              live -> renewed(live, request, format, superseded),
              vacant -> vacant.issued(make(key, request.event(), format)));
      codes.put(key, code);
      issued.put(request.id(), code.id());
    }
    save(codes, known);
    return new Issued(issued, superseded);
  }

  private Live renewed(Live live, Request request, CodeFormat format, List<UUID> superseded) {
    OtpRequested event = request.event();
    ChallengeKey key = ChallengeKey.of(event);
    if (live.isOver(event.requestedAt())) {
      Live.Ended<Expired> end = live.expired();
      superseded.addAll(end.sessions());
      return end.next().issued(make(key, event, format));
    }
    Optional<Live> same =
        event.sealedOtp() == null
            ? live.resent(request.id(), event.requestedAt(), event.timeLimit().duration())
            : Optional.empty();
    if (same.isPresent()) {
      return same.get();
    }
    Live.Ended<Live> end = live.replaced(make(key, event, format));
    superseded.addAll(end.sessions());
    return end.next();
  }

  private NewCode make(ChallengeKey key, OtpRequested event, CodeFormat format) {
    String context = event.sessionId().toString();
    OtpCode code =
        event.sealedOtp() == null
            ? generator.next(format)
            : OtpCode.of(sealer.open(event.sealedOtp(), context).reveal());
    return new NewCode(
        event.sessionId().value(),
        hasher.hash(code.reveal(), key.context()),
        sealer.seal(Secret.of(code.reveal()), context),
        event.requestedAt(),
        event.timeLimit().duration());
  }

  private void save(Map<ChallengeKey, Live> codes, Map<ChallengeKey, Challenge> known) {
    Map<ChallengeKey, Live> added = new LinkedHashMap<>();
    Map<ChallengeKey, Live> changed = new LinkedHashMap<>();
    codes.forEach((key, code) -> (known.containsKey(key) ? changed : added).put(key, code));
    Instant now = clock.instant();
    challenges.insert(added, now);
    challenges.update(changed, now);
  }
}
