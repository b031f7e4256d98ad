package dev.sandi.ingress.status;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** A session as administrators see it: with the app that it belongs to. */
record AppSession(String app, @JsonUnwrapped SessionView session) {}
