package dev.sandi.runtime;

import dev.sandi.value.Secret;
import org.springframework.core.convert.converter.Converter;

/** Lets a secret be a setting. */
final class SecretConverter implements Converter<String, Secret> {

  @Override
  public Secret convert(String text) {
    return Secret.of(text);
  }
}
