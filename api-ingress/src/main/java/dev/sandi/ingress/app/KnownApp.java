package dev.sandi.ingress.app;

/** An app as this copy knows it. */
record KnownApp(App app, Credentials credentials) {}
