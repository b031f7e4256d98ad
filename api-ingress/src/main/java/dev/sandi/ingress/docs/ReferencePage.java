package dev.sandi.ingress.docs;

import dev.sandi.ingress.asset.Asset;
import dev.sandi.ingress.problem.Refusal;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * {@code GET /docs}: the API's reference, where requests can be tried. All of it comes from here,
 * and nothing else of the class path is served.
 */
@Hidden
@Controller
@ConditionalOnProperty("sandi.ingress.docs")
final class ReferencePage {

  private static final String OURS = "classpath:docs/";
  private static final String SWAGGER_UI = "classpath*:META-INF/resources/webjars/swagger-ui/*/";

  private static final String PAGE = "index.html";
  private static final String STYLE = "text/css;charset=UTF-8";
  private static final String SCRIPT = "text/javascript;charset=UTF-8";

  private record Source(String place, String type) {}

  private static final Map<String, Source> SOURCES =
      Map.of(
          PAGE,
          new Source(OURS, "text/html;charset=UTF-8"),
          "start.js",
          new Source(OURS, SCRIPT),
          "pages.css",
          new Source(OURS, STYLE),
          "swagger-ui.css",
          new Source(SWAGGER_UI, STYLE),
          "swagger-ui-bundle.js",
          new Source(SWAGGER_UI, SCRIPT),
          "swagger-ui-standalone-preset.js",
          new Source(SWAGGER_UI, SCRIPT),
          "favicon-32x32.png",
          new Source(SWAGGER_UI, "image/png"));

  /**
   * The one style that Swagger UI puts into the page itself, by its hash: any other, another
   * version's too, is refused.
   */
  private static final String STYLE_OF_SWAGGER_UI =
      "'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='";

  /** Everything from here; Swagger UI has icons inside. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' "
          + STYLE_OF_SWAGGER_UI
          + "; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Map<String, Asset> assets = new ConcurrentHashMap<>();

  @GetMapping("/docs")
  void page(HttpServletRequest request, HttpServletResponse response) throws IOException {
    send(PAGE, request, response);
  }

  /** Pages to read have no such ending: the package {@code guide} serves them. */
  @GetMapping("/docs/{file:[a-z0-9-]+\\.(?:js|css|png)}")
  void file(@PathVariable String file, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    send(file, request, response);
  }

  private void send(String name, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Source source = SOURCES.get(name);
    if (source == null) {
      throw Refusal.of(404);
    }
    assets
        .computeIfAbsent(name, unread -> Asset.read(source.place() + name, source.type()))
        .send(POLICY, request, response);
  }
}
