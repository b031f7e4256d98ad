package dev.sandi.runtime;

/** A setting is missing or impossible. The message is one sentence that names the property. */
public final class ConfigurationException extends RuntimeException {

  public ConfigurationException(String sentence) {
    super(sentence);
  }
}
