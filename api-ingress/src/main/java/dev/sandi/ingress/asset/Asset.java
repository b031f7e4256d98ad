package dev.sandi.ingress.asset;

import dev.sandi.ingress.connection.Trickle;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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
import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.ServletWebRequest;

/** A file of a page, ready to be sent. */
public final class Asset {

  private final byte[] plain;
  private final byte[] zipped;
  private final String type;
  private final String tag;

  private Asset(byte[] plain, byte[] zipped, String type, String tag) {
    this.plain = plain;
    this.zipped = zipped;
    this.type = type;
    this.tag = tag;
  }

  /**
   * Reads one.
   *
   * @param pattern where it is; a pattern for the version that is part of a path
   * @param type its {@code Content-Type}
   */
  public static Asset read(String pattern, String type) {
    try {
      Resource[] found = new PathMatchingResourcePatternResolver().getResources(pattern);
      if (found.length == 0) {
        throw new IllegalStateException(pattern + " is not on the class path");
      }
      return of(found[0].getContentAsByteArray(), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was made here, and stays as it is. */
  public static Asset of(byte[] content, String type) {
    return new Asset(content, zip(content), type, tag(content));
  }

  /**
   * Answers a request with it: not again what the client has, and without a worker that waits.
   *
   * @param policy its {@code Content-Security-Policy}
   */
  public void send(String policy, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Content-Security-Policy", policy);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (new ServletWebRequest(request, response).checkNotModified(tag)) {
      return;
    }
    response.setContentType(type);
    boolean zip = zips(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
    if (zip) {
      response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
    Trickle.send(zip ? zipped : plain, request, response);
  }

  /** Whether a client that sends this {@code Accept-Encoding} takes gzip. */
  private static boolean zips(@Nullable String accepted) {
    return accepted != null
        && Arrays.stream(accepted.split(",", -1))
            .map(encoding -> encoding.replace(" ", ""))
            .anyMatch(
                encoding -> encoding.startsWith("gzip") && !encoding.matches("gzip;q=0(\\.0*)?"));
  }

  private static byte[] zip(byte[] bytes) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped.toByteArray();
  }

  /** Changes when the content does. */
  private static String tag(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "\"" + HexFormat.of().formatHex(digest, 0, 12) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java runtime", e);
    }
  }
}
