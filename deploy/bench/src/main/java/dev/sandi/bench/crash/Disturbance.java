package dev.sandi.bench.crash;

import dev.sandi.bench.crash.Part.Role;
import dev.sandi.bench.sending.Trouble;
import java.util.Set;

/** What was done to a part, until it worked again. */
record Disturbance(Part part, Kind kind, Trouble time) {

  enum Kind {
    /** {@code kill -9}. */
    KILLED,
    /** SIGTERM. */
    TERMINATED,
    /** SIGSTOP, and after a while SIGCONT. */
    FROZEN
  }

  boolean concerns(Set<Role> roles) {
    return roles.contains(part.role());
  }
}
