package dev.sandi.ingress.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.RequiresInfrastructure;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;

@RequiresInfrastructure
class QuickDatabaseTest {

  private static final String SLOW = "select pg_sleep(1.2) is not null";

  private final Ingress ingress = Ingress.shared();

  @Test
  void endsASlowStatementOfARequestAndNoneOfTheIntake() {
    // When
    Boolean patient = ingress.jdbc().queryForObject(SLOW, Boolean.class);

    // Then
    assertThat(patient).isTrue();
    assertThatThrownBy(
            () -> ingress.bean(QuickDatabase.class).jdbc().queryForObject(SLOW, Boolean.class))
        .isInstanceOf(QueryTimeoutException.class);
  }
}
