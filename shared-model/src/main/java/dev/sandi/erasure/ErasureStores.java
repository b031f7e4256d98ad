package dev.sandi.erasure;

import org.springframework.jdbc.core.JdbcTemplate;

/** What a service keeps of erasures, in its schema. */
public final class ErasureStores {

  private final ErasedSessions sessions;
  private final ErasureParts parts;

  public ErasureStores(JdbcTemplate jdbc) {
    this.sessions = new ErasedSessions(jdbc);
    this.parts = new ErasureParts(jdbc);
  }

  public ErasedSessions sessions() {
    return sessions;
  }

  ErasureParts parts() {
    return parts;
  }
}
