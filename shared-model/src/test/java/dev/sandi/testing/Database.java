package dev.sandi.testing;

import dev.sandi.local.LocalPostgres;
import java.sql.Connection;
import java.sql.SQLException;

/** A PostgreSQL server that a test may take away from its clients and give back. */
public interface Database {

  /** The database {@code sandi}, to be used as {@code sandi_<schema>}. */
  String jdbcUrl();

  /** The password of every role. */
  default String password() {
    return LocalPostgres.PASSWORD;
  }

  /** A connection that may do everything. */
  Connection superuser() throws SQLException;

  void stop();

  void start();

  /** Every row of every table that the services own, as text. */
  default String dump() {
    return new DatabaseDump(this).text();
  }
}
