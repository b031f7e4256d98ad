package dev.sandi.ingress.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * What there is to read, by the part of its URL behind {@code /docs/}: {@code guides} is {@code
 * guides/README.md}, {@code gateways/smpp} is {@code gateways/smpp.md}. Nothing else of the class
 * path is among them.
 */
final class Pages {

  /** The page about the events, which is made of the AsyncAPI document. */
  static final String EVENTS = "events";

  private static final String FOLDER = "pages/";

  /** Where the pages are in the repository. */
  private static final String HOME = "deploy/docs/";

  private static final String EVENTS_FILE = HOME + "asyncapi.yaml";

  /**
   * A page's file.
   *
   * @param place of it, from the repository's root
   */
  private record Source(String place, Resource file) {}

  private final Map<String, Source> sources;

  private Pages(Map<String, Source> sources) {
    this.sources = Map.copyOf(sources);
  }

  static Pages read() {
    Map<String, Source> sources = new HashMap<>();
    try {
      for (Resource file :
          new PathMatchingResourcePatternResolver()
              .getResources("classpath:" + FOLDER + "**/*.md")) {
        String url = file.getURL().toString();
        String name = url.substring(url.lastIndexOf("/" + FOLDER) + 1 + FOLDER.length());
        sources.put(urlOf(name), new Source(HOME + name, file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Pages(sources);
  }

  private static String urlOf(String name) {
    return name.replaceFirst("(/README)?\\.md$", "");
  }

  Set<String> urls() {
    return Stream.concat(sources.keySet().stream(), Stream.of(EVENTS))
        .collect(Collectors.toUnmodifiableSet());
  }

  boolean has(String url) {
    return url.equals(EVENTS) || sources.containsKey(url);
  }

  /** The text of a page that is there, in Markdown. */
  String text(String url) {
    if (url.equals(EVENTS)) {
      return DescribeEvents.of(EventsDocument.read());
    }
    try {
      return source(url).file().getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the file of a page is, from the repository's root. */
  String place(String url) {
    return url.equals(EVENTS) ? EVENTS_FILE : source(url).place();
  }

  /**
   * The page that a file of the repository is shown as.
   *
   * @param place of the file, from the repository's root
   */
  @Nullable String at(String place) {
    if (place.equals(EVENTS_FILE)) {
      return EVENTS;
    }
    String url = urlOf(place.replaceFirst("^" + HOME, ""));
    return place.startsWith(HOME) && has(url) ? url : null;
  }

  private Source source(String url) {
    return Objects.requireNonNull(sources.get(url), url);
  }
}
