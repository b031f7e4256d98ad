package dev.sandi.ingress.blocklist;

import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Blocks in memory, by scope. One thread changes them; any number look, and never wait. Times are
 * in microseconds of the epoch, the database's own resolution.
 */
final class BlockMemory {

  private final BlockScope global = new BlockScope();
  private final Map<String, BlockScope> apps = new ConcurrentHashMap<>();

  void block(String digits, boolean prefix, @Nullable String appId, long until, long now) {
    BlockScope scope =
        appId == null ? global : apps.computeIfAbsent(appId, app -> new BlockScope());
    scope.block(digits, prefix, until, now);
  }

  void unblock(String digits, boolean prefix, @Nullable String appId) {
    BlockScope scope = appId == null ? global : apps.get(appId);
    if (scope != null) {
      scope.unblock(digits, prefix);
    }
  }

  /** The block against a number, of its app or of all, that has the most digits. */
  Optional<BlockKey> match(AppId app, PhoneNumber msisdn, long now) {
    String digits = msisdn.digits();
    long code = DigitCode.of(digits);
    BlockScope own = apps.get(app.value());
    int ofApp = own == null ? 0 : own.match(code, digits.length(), now);
    int ofAll = global.match(code, digits.length(), now);
    if (ofApp == 0 && ofAll == 0) {
      return Optional.empty();
    }
    boolean byApp = Math.abs(ofApp) >= Math.abs(ofAll);
    int match = byApp ? ofApp : ofAll;
    return Optional.of(
        new BlockKey(digits.substring(0, Math.abs(match)), match < 0, byApp ? app : null));
  }

  /** Entries, of which some may have ended; counted by walking through all. */
  long size() {
    return global.size() + apps.values().stream().mapToLong(BlockScope::size).sum();
  }
}
