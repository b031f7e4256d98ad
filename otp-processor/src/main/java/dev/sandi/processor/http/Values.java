package dev.sandi.processor.http;

import dev.sandi.processor.gateway.SecretReference;

/** What a template is filled with. */
interface Values {

  /** The value of a placeholder that the settings have been checked for. */
  String of(String placeholder);

  /** The secret itself. */
  String of(SecretReference secret);
}
