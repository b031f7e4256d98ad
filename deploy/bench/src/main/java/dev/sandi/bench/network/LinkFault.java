package dev.sandi.bench.network;

/** What a link does to what is sent over it. */
public enum LinkFault {
  /** Everything comes 50 to 300 ms late, in its order. */
  SLOW("slow"),
  /**
   * What the client sends is lost, and its end too: the connection stays open on the server's side.
   */
  SWALLOWING_THERE("swallows what is sent"),
  /** What the server sends is lost: the client waits for answers to what was done. */
  SWALLOWING_BACK("swallows what is answered"),
  /** Connections are reset, and new ones soon after they were made. */
  RESETTING("resets"),
  /** Connections are reset, and new ones accepted and never served. */
  UNSERVED("accepts and does not serve"),
  /** Nothing passes, and nothing is lost: it all comes when the fault is over. */
  STALLED("stalled");

  private final String words;

  LinkFault(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }

  /** Whether no answer comes by a connection that meets this. */
  public boolean cuts() {
    return this != SLOW && this != RESETTING;
  }

  boolean swallows(boolean there) {
    return this == (there ? SWALLOWING_THERE : SWALLOWING_BACK);
  }
}
