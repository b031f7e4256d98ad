package dev.sandi.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionIdTest {

  private static final Instant START = Instant.parse("2026-01-18T09:30:00.123Z");

  @Test
  void knowsWhenTheSessionBegan() {
    assertThat(SessionId.at(START).startedAt()).isEqualTo(START);
  }

  @Test
  void isReadFromItsText() {
    // Given
    var id = SessionId.at(START);

    // When
    var read = SessionId.of(id.toString());

    // Then
    assertThat(read).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "019bd070-9e3b-4a3e-9d52-5b1f0c6e8a41",
        "019bd070-9e3b-7a3e-9d52-5b1f0c6e8a41 ",
        "019bd0709e3b7a3e9d525b1f0c6e8a41",
        "019bd070-9e3b-7a3e-9d52-5b1f0c6e8a4g",
        "{019bd070-9e3b-7a3e-9d52-5b1f0c6e8a41}",
        "1-1-7000-8000-1",
        "+19bd070-9e3b-7a3e-9d52-5b1f0c6e8a41",
        "019bd070-9e3b-7a3e-1d52-5b1f0c6e8a41"
      })
  void refusesWhatIsNotAUuidOfVersion7(String text) {
    assertThatThrownBy(() -> SessionId.of(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("session id should be a UUID of version 7");
  }
}
