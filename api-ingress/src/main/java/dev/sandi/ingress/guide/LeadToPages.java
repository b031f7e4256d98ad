package dev.sandi.ingress.guide;

import java.nio.file.Path;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.jspecify.annotations.Nullable;

/**
 * Turns links between files of the repository into links between pages. Where there is no page, the
 * text stays, and behind it where the file is.
 */
final class LeadToPages extends AbstractVisitor {

  private final String url;
  private final Pages pages;

  /**
   * @param url of the page whose links these are
   */
  LeadToPages(String url, Pages pages) {
    this.url = url;
    this.pages = pages;
  }

  @Override
  public void visit(Link link) {
    String destination = link.getDestination();
    if (destination.startsWith("#") || destination.matches("[a-z][a-z0-9+.-]*:.*")) {
      return;
    }
    int hash = destination.indexOf('#');
    String file = hash < 0 ? destination : destination.substring(0, hash);
    String fragment = hash < 0 ? "" : destination.substring(hash);
    String place = place(file);
    String target = pages.at(place);
    if (target == null) {
      tell(link, place);
    } else {
      link.setDestination(relative(target) + fragment);
    }
  }

  /** From the repository's root. */
  private String place(String file) {
    return slashes(Path.of(pages.place(url)).resolveSibling(file).normalize());
  }

  private String relative(String target) {
    @Nullable Path folder = Path.of(url).getParent();
    return folder == null ? target : slashes(folder.relativize(Path.of(target)));
  }

  private static String slashes(Path path) {
    return path.toString().replace('\\', '/');
  }

  private static void tell(Link link, String place) {
    Node last = link;
    for (Node child = link.getFirstChild(); child != null; ) {
      Node next = child.getNext();
      last.insertAfter(child);
      last = child;
      child = next;
    }
    Text open = new Text(" (");
    Code where = new Code(place);
    last.insertAfter(open);
    open.insertAfter(where);
    where.insertAfter(new Text(")"));
    link.unlink();
  }
}
