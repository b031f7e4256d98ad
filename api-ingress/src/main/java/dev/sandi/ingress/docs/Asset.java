package dev.sandi.ingress.docs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** A file of the page, ready to be sent. */
final class Asset {

  private final byte[] plain;
  private final byte[] zipped;
  private final String tag;

  private Asset(byte[] plain, byte[] zipped, String tag) {
    this.plain = plain;
    this.zipped = zipped;
    this.tag = tag;
  }

  /** Reads one; {@code pattern} is for the version that is part of a path. */
  static Asset read(String pattern) {
    try {
      Resource[] found = new PathMatchingResourcePatternResolver().getResources(pattern);
      if (found.length == 0) {
        throw new IllegalStateException(pattern + " is not on the class path");
      }
      byte[] plain = found[0].getContentAsByteArray();
      return new Asset(plain, zip(plain), tag(plain));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a client that sends this {@code Accept-Encoding} takes gzip. */
  static boolean zips(@Nullable String accepted) {
    return accepted != null
        && Arrays.stream(accepted.split(",", -1))
            .map(encoding -> encoding.replace(" ", ""))
            .anyMatch(
                encoding -> encoding.startsWith("gzip") && !encoding.matches("gzip;q=0(\\.0*)?"));
  }

  private static byte[] zip(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
      zip.write(bytes);
    }
    return zipped.toByteArray();
  }

  private static String tag(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "\"" + HexFormat.of().formatHex(digest, 0, 12) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java runtime", e);
    }
  }

  /** Not to be changed. */
  byte[] bytes(boolean zip) {
    return zip ? zipped : plain;
  }

  /** Changes when the content does. */
  String tag() {
    return tag;
  }
}
