package dev.sandi.ingress.blocklist;

import dev.sandi.value.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One line of CSV (RFC 4180), with one difference: a field has no line break in it. So a line that
 * is broken, an open quote for one, breaks no line behind it, which is more than a parser of whole
 * files can promise.
 */
final class CsvLine {

  private CsvLine() {}

  /**
   * Reads the fields; spaces around a field that is not quoted are dropped.
   *
   * @throws InvalidValueException if it is no such line
   */
  static List<String> read(String line) {
    List<String> fields = new ArrayList<>();
    int at = 0;
    while (true) {
      while (at < line.length() && line.charAt(at) == ' ') {
        at++;
      }
      boolean quoted = at < line.length() && line.charAt(at) == '"';
      StringBuilder field = new StringBuilder();
      at = quoted ? readQuoted(line, at + 1, field) : readPlain(line, at, field);
      fields.add(quoted ? field.toString() : field.toString().stripTrailing());
      if (at == line.length()) {
        return fields;
      }
      at++;
    }
  }

  private static int readPlain(String line, int from, StringBuilder field) {
    int end = line.indexOf(',', from);
    end = end < 0 ? line.length() : end;
    if (line.substring(from, end).indexOf('"') >= 0) {
      throw new InvalidValueException("a field with a quote in it should be quoted as a whole");
    }
    field.append(line, from, end);
    return end;
  }

  private static int readQuoted(String line, int from, StringBuilder field) {
    int at = from;
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c != '"') {
        field.append(c);
      } else if (at < line.length() && line.charAt(at) == '"') {
        field.append('"');
        at++;
      } else {
        return afterQuote(line, at);
      }
    }
    throw new InvalidValueException("a quote is not closed in its line");
  }

  private static int afterQuote(String line, int from) {
    int at = from;
    while (at < line.length() && line.charAt(at) == ' ') {
      at++;
    }
    if (at < line.length() && line.charAt(at) != ',') {
      throw new InvalidValueException("there is text behind a closing quote");
    }
    return at;
  }

  /** Writes fields as a line, without its end. */
  static String write(List<String> fields) {
    return fields.stream().map(CsvLine::write).collect(Collectors.joining(","));
  }

  private static String write(String field) {
    boolean plain = field.indexOf(',') < 0 && field.indexOf('"') < 0 && field.strip().equals(field);
    return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
