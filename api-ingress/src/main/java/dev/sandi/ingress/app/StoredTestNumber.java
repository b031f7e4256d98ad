package dev.sandi.ingress.app;

import dev.sandi.value.PhoneNumber;

/** A {@link TestNumber} as it is stored. */
record StoredTestNumber(PhoneNumber msisdn, String sealedCode, String outcome) {}
