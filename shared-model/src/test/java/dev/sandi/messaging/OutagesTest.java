package dev.sandi.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sandi.storage.TestSchema;
import dev.sandi.testing.RequiresInfrastructure;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.kafka.KafkaException;
import org.springframework.transaction.CannotCreateTransactionException;

class OutagesTest {

  @ParameterizedTest
  @MethodSource
  void waitingHelps(Throwable failure) {
    assertThat(Outages.isOutage(failure)).isTrue();
  }

  static Stream<Throwable> waitingHelps() {
    return Stream.of(
        new PublishFailedException(null),
        new KafkaException("away"),
        new IllegalStateException(new NotEnoughReplicasException("later")),
        new IllegalStateException(new InterruptException("this service stops")),
        new IllegalStateException(new InterruptedException()),
        new CannotCreateTransactionException("away"),
        new CannotGetJdbcConnectionException("away", new SQLTransientConnectionException("full")),
        new IllegalStateException(new SQLException("connection refused", "08001")),
        new IllegalStateException(new SQLException("deadlock", "40P01")),
        new IllegalStateException(new SQLException("no such table", "42P01")),
        new IllegalStateException(new SQLException("disk full", "53100")),
        new IllegalStateException(new SQLException("no state")));
  }

  @ParameterizedTest
  @MethodSource
  void theRecordIsAtFault(Throwable failure) {
    assertThat(Outages.isOutage(failure)).isFalse();
  }

  static Stream<Throwable> theRecordIsAtFault() {
    return Stream.of(
        new NullPointerException(),
        new StackOverflowError(),
        new EmptyResultDataAccessException(1),
        new IllegalStateException(new SQLException("duplicate", "23505")),
        new IllegalStateException(new SQLException("not a number", "22P02")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into thing values ('not a number'::int::text)",
        "insert into thing values (null)",
        // Random, or it would be compressed: longer than a row of an index may be.
        "insert into thing select string_agg(md5(i::text), '') from generate_series(1, 300) i",
        "insert into thing values ('a'), ('a') on conflict (name) do update set name = 'a'"
      })
  @RequiresInfrastructure
  void whatPostgresSaysOfBadDataIsNoOutage(String sql) {
    try (var schema = new TestSchema()) {
      // Given
      schema.jdbc().execute("create table thing (name text primary key)");

      // When
      Throwable failure = catchThrowable(() -> schema.jdbc().execute(sql));

      // Then
      assertThat(failure).isNotNull();
      assertThat(Outages.isOutage(failure)).isFalse();
    }
  }

  @Test
  @RequiresInfrastructure
  void whatPostgresSaysOfAMissingTableIsOne() {
    try (var schema = new TestSchema()) {
      // When
      Throwable failure = catchThrowable(() -> schema.jdbc().execute("select * from nothing"));

      // Then
      assertThat(Outages.isOutage(failure)).isTrue();
    }
  }
}
