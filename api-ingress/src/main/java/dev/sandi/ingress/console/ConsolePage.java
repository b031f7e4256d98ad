package dev.sandi.ingress.console;

import dev.sandi.ingress.asset.Asset;
import dev.sandi.ingress.problem.Refusal;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * {@code GET /console}: files only. What they show they ask the API and administration for, with
 * what the user has shown, so nothing here needs to know who that is.
 */
@Hidden
@Controller
@ConditionalOnProperty("sandi.ingress.console")
final class ConsolePage {

  private static final String FOLDER = "console/";
  private static final String PAGE = "index.html";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=UTF-8",
          "css", "text/css;charset=UTF-8",
          "js", "text/javascript;charset=UTF-8",
          "svg", "image/svg+xml");

  /** Everything from here, and no text ever becomes script or style. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private final Map<String, Asset> assets = read();

  /** What is below the folder, and nothing else of the class path. */
  private static Map<String, Asset> read() {
    Map<String, Asset> assets = new HashMap<>();
    try {
      for (Resource file :
          new PathMatchingResourcePatternResolver().getResources("classpath:" + FOLDER + "**")) {
        String url = file.getURL().toString();
        String name = url.substring(url.lastIndexOf("/" + FOLDER) + 1 + FOLDER.length());
        String type = TYPES.get(String.valueOf(StringUtils.getFilenameExtension(name)));
        if (type != null) {
          assets.put(name, Asset.read("classpath:" + FOLDER + name, type));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(assets);
  }

  @GetMapping("/console")
  void page(HttpServletRequest request, HttpServletResponse response) throws IOException {
    send(PAGE, request, response);
  }

  /** Its links are relative, to whatever path a proxy has put in front. */
  @GetMapping("/console/")
  void pageOfOldHabit(HttpServletResponse response) {
    response.setStatus(HttpStatus.PERMANENT_REDIRECT.value());
    response.setHeader("Location", "../console");
  }

  @GetMapping("/console/{*file}")
  void file(@PathVariable String file, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String name = file.substring(1);
    if (name.equals(PAGE)) {
      throw Refusal.of(404);
    }
    send(name, request, response);
  }

  private void send(String name, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Asset asset = assets.get(name);
    if (asset == null) {
      throw Refusal.of(404);
    }
    asset.send(POLICY, request, response);
  }
}
