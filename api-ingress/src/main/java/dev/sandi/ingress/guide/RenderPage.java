package dev.sandi.ingress.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.util.HtmlUtils;

/** Makes a page of Markdown: HTML without any script, and whatever looks like HTML as text. */
final class RenderPage {

  private static final List<Extension> EXTENSIONS =
      List.of(TablesExtension.create(), HeadingAnchorExtension.create());

  private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();

  private static final HtmlRenderer HTML =
      HtmlRenderer.builder().extensions(EXTENSIONS).escapeHtml(true).sanitizeUrls(true).build();

  private static final TextContentRenderer TEXT = TextContentRenderer.builder().build();

  private static final String FRAME = frame();

  private final Pages pages;
  private final boolean console;

  /**
   * @param console whether there is one to link to
   */
  RenderPage(Pages pages, boolean console) {
    this.pages = pages;
    this.console = console;
  }

  /**
   * The whole page.
   *
   * @param url the part of its URL behind {@code /docs/}
   */
  String html(String url, String markdown) {
    Node document = PARSER.parse(markdown);
    document.accept(new LeadToPages(url, pages));
    String root = "../".repeat(url.split("/", -1).length - 1);
    return FRAME
        .replace("{title}", HtmlUtils.htmlEscape(title(document), StandardCharsets.UTF_8.name()))
        .replace("{console}", console ? "<a href=\"{root}../console\">Console</a>" : "")
        .replace("{root}", root)
        .replace("{text}", withoutEmptyHeadings(HTML.render(document)));
  }

  /** A heading that names nothing would be read out as one. */
  private static String withoutEmptyHeadings(String html) {
    return html.replace("<th></th>", "<td></td>");
  }

  private static String title(Node document) {
    return document.getFirstChild() instanceof Heading heading ? TEXT.render(heading) : "Sandi";
  }

  private static String frame() {
    try {
      return new ClassPathResource("docs/page.html").getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
