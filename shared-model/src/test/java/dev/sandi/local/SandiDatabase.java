package dev.sandi.local;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The database {@code sandi}: a schema and a role for each service, and no way from one to another.
 */
public final class SandiDatabase {

  public static final String NAME = "sandi";

  /** The schemas; the role that owns one is called {@code sandi_<schema>}. */
  public static final List<String> SCHEMAS = List.of("ingress", "processor", "dispatcher");

  private static final String ROLE =
      """
      do $$
      begin
        if not exists (select from pg_roles where rolname = 'sandi_${schema}') then
          create role sandi_${schema};
        end if;
      end $$;
      alter role sandi_${schema} login password '${password}';
      alter role sandi_${schema} in database sandi set search_path = ${schema};
      grant connect, temporary on database sandi to sandi_${schema};
      create schema if not exists ${schema} authorization sandi_${schema};
      alter schema ${schema} owner to sandi_${schema};
      """;

  private SandiDatabase() {}

  /** Opens a superuser's connection to a database of the server. */
  @FunctionalInterface
  public interface Superuser {
    Connection connect(String database) throws SQLException;
  }

  /** Makes database, roles and schemas, or leaves them as they are. */
  public static void prepare(Superuser superuser, String password) throws SQLException {
    create(superuser);
    try (var connection = superuser.connect(NAME);
        var statement = connection.createStatement()) {
      var sql = new StringBuilder("revoke all on database sandi from public;\n");
      sql.append("revoke create on schema public from public;\n");
      for (var schema : SCHEMAS) {
        sql.append(
            ROLE.replace("${schema}", schema).replace("${password}", password.replace("'", "''")));
      }
      connection.setAutoCommit(false);
      statement.execute(sql.toString());
      connection.commit();
    }
  }

  private static void create(Superuser superuser) throws SQLException {
    try (var connection = superuser.connect("postgres");
        var statement = connection.createStatement();
        var found = statement.executeQuery("select from pg_database where datname = 'sandi'")) {
      if (!found.next()) {
        try (var creation = connection.createStatement()) {
          creation.execute("create database sandi");
        }
      }
    }
  }
}
