package dev.sandi.ingress.guide;

import dev.sandi.ingress.asset.Asset;
import dev.sandi.ingress.problem.Refusal;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * {@code GET /docs/guides} and the pages that it leads to; {@code GET /docs/events}, and the
 * AsyncAPI document that it shows. A page is made when it is first asked for.
 */
@Hidden
@Controller
@ConditionalOnProperty("sandi.ingress.docs")
final class PagesController {

  /** Text and its look; not even a script from here. */
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private static final String HTML = "text/html;charset=UTF-8";

  private final Map<String, Asset> assets = new ConcurrentHashMap<>();
  private final Pages pages = Pages.read();
  private final RenderPage render;

  PagesController(@Value("${sandi.ingress.console:false}") boolean console) {
    this.render = new RenderPage(pages, console);
  }

  @GetMapping("/docs/{*page}")
  void page(@PathVariable String page, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String url = page.substring(1);
    if (!pages.has(url)) {
      throw Refusal.of(404);
    }
    send(url, request, response);
  }

  @GetMapping("/docs/asyncapi.json")
  void asyncApi(HttpServletRequest request, HttpServletResponse response) throws IOException {
    assets
        .computeIfAbsent(
            "asyncapi.json",
            unread ->
                Asset.of(
                    EventsDocument.read().json().toString().getBytes(StandardCharsets.UTF_8),
                    "application/json"))
        .send(POLICY, request, response);
  }

  private void send(String url, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    assets
        .computeIfAbsent(
            url,
            unmade ->
                Asset.of(render.html(url, pages.text(url)).getBytes(StandardCharsets.UTF_8), HTML))
        .send(POLICY, request, response);
  }
}
