package dev.sandi.testing;

import dev.sandi.local.SandiDatabase;
import java.io.IOException;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** What {@code pg_dump} would show of the services' schemas. */
record DatabaseDump(Database database) {

  /** Partitions are read by their parents. */
  private static final String TABLES =
      """
      select format('%I.%I', n.nspname, c.relname)
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and not c.relispartition and n.nspname = any (?)
      order by 1
      """;

  String text() {
    try (var connection = database.superuser()) {
      var copy = connection.unwrap(PGConnection.class).getCopyAPI();
      var text = new StringWriter();
      for (var table : tables(connection)) {
        append(table, copy, text);
      }
      return text.toString();
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("the database cannot be dumped", e);
    }
  }

  private static List<String> tables(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement(TABLES)) {
      statement.setArray(1, connection.createArrayOf("text", SandiDatabase.SCHEMAS.toArray()));
      try (var rows = statement.executeQuery()) {
        var tables = new ArrayList<String>();
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
        return tables;
      }
    }
  }

  private static void append(String table, CopyManager copy, StringWriter text)
      throws SQLException, IOException {
    text.append("COPY ").append(table).append('\n');
    copy.copyOut("copy (select * from " + table + ") to stdout", text);
  }
}
