package dev.sandi.ingress.sandbox;

/** What a magic number makes of any code. */
public enum Verification {
  VERIFIED,
  NOT_FOUND,
  EXPIRED
}
