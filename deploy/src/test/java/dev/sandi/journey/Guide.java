package dev.sandi.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * A page of {@code deploy/docs/guides}.
 *
 * @param indented lines of blocks that are code by their indentation, and so escape the test
 * @param links where it leads to
 */
record Guide(Path file, List<Snippet> snippets, List<Integer> indented, List<String> links) {

  private static final Parser PARSER =
      Parser.builder().includeSourceSpans(IncludeSourceSpans.BLOCKS).build();

  static List<Guide> all() {
    try (Stream<Path> files = Files.list(Path.of("docs/guides"))) {
      return files.sorted().map(Guide::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Guide read(Path file) {
    Guide guide = new Guide(file, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    try {
      PARSER.parse(Files.readString(file)).accept(guide.reader());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return guide;
  }

  private AbstractVisitor reader() {
    return new AbstractVisitor() {
      @Override
      public void visit(FencedCodeBlock block) {
        snippets.add(Snippet.of(name(), line(block), block.getInfo(), block.getLiteral()));
      }

      @Override
      public void visit(IndentedCodeBlock block) {
        indented.add(line(block));
      }

      @Override
      public void visit(Link link) {
        links.add(link.getDestination());
        visitChildren(link);
      }
    };
  }

  private static int line(Node node) {
    return node.getSourceSpans().get(0).getLineIndex() + 1;
  }

  String name() {
    return file.getFileName().toString();
  }

  /** What readers of different languages do differently; one, without a name, if nothing. */
  Set<String> variants() {
    Set<String> variants = new TreeSet<>();
    snippets.stream()
        .map(each -> each.get("variant"))
        .filter(Objects::nonNull)
        .forEach(variants::add);
    return variants.isEmpty() ? Set.of("") : variants;
  }

  /** What a reader of this variant comes across. */
  List<Snippet> snippets(String variant) {
    return snippets.stream()
        .filter(each -> !each.has("variant") || each.get("variant").equals(variant))
        .toList();
  }
}
