package dev.sandi.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.local.LocalPostgres;
import dev.sandi.testing.Database;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Ids on their way to the database, in text and in binary. */
@RequiresInfrastructure
class UuidArrayTest {

  private static final UUID FIRST = UUID.fromString("019b0000-0000-7000-8000-0000000000ff");
  private static final UUID LAST = UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff");

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void arrivesAsItWasSent(boolean binary) {
    // Given
    JdbcTemplate jdbc = connect(binary);
    List<@Nullable UUID> some = Arrays.asList(FIRST, null, LAST);

    // When, Then
    assertThat(echo(jdbc, some)).containsExactly(FIRST.toString(), null, LAST.toString());
    assertThat(echo(jdbc, List.of(LAST))).containsExactly(LAST.toString());
    assertThat(echo(jdbc, new ArrayList<>())).isEmpty();
  }

  private static List<String> echo(JdbcTemplate jdbc, List<@Nullable UUID> ids) {
    return jdbc.queryForList(
        "select id::text from unnest(?::uuid[]) with ordinality as t (id, n) order by n",
        String.class,
        Columns.uuids(ids, id -> id));
  }

  private static JdbcTemplate connect(boolean binary) {
    Database database = Infrastructure.shared().database();
    Properties properties = new Properties();
    if (binary) {
      properties.put("binaryTransferEnable", "UUID_ARRAY");
    }
    DriverManagerDataSource dataSource =
        new DriverManagerDataSource(
            database.jdbcUrl(), LocalPostgres.SUPERUSER, database.password());
    dataSource.setConnectionProperties(properties);
    return new JdbcTemplate(dataSource);
  }
}
