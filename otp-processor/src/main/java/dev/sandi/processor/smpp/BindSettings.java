package dev.sandi.processor.smpp;

import org.jspecify.annotations.Nullable;

/**
 * What sets one bind apart from the others of its gateway.
 *
 * @param longMessages how it submits long texts; null: as the gateway does
 */
record BindSettings(@Nullable LongMessages longMessages) {

  static final BindSettings ALIKE = new BindSettings(null);
}
