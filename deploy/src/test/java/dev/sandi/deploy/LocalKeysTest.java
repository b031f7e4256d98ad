package dev.sandi.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.local.LocalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalKeysTest {

  @TempDir Path temp;
  private Path file;

  @BeforeEach
  void chooseFile() {
    file = temp.resolve("keys.properties");
  }

  @Test
  void areMadeOnceAndReadAgainLater() {
    // Given
    var first = LocalKeys.in(file);

    // When
    var later = LocalKeys.in(file);

    // Then
    assertThat(later).isEqualTo(first);
    assertThat(first).isNotEqualTo(LocalKeys.in(temp.resolve("other.properties")));
  }

  @Test
  void areAsLongAsTheCiphersWantThem() {
    // When
    var keys = LocalKeys.in(file);

    // Then
    assertThat(keys.sealing()).startsWith("k1:");
    assertThat(Base64.getDecoder().decode(keys.sealing().substring(3))).hasSize(32);
    assertThat(Base64.getDecoder().decode(keys.mac().substring(3))).hasSize(32);
    assertThat(keys.sealing()).isNotEqualTo(keys.mac());
  }

  @Test
  void areReadableByNobodyElse() throws IOException {
    // When
    LocalKeys.in(file);

    // Then
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void areNotReplacedWhenSomeAreMissing() throws IOException {
    // Given
    Files.writeString(file, "sandi.keys.sealing=k1:AAAA\n");

    // When // Then
    assertThatThrownBy(() -> LocalKeys.in(file))
        .isInstanceOf(LocalFailure.class)
        .hasMessageContaining("has no sandi.keys.mac");
  }

  @Test
  void doNotShowThemselves() {
    // Given
    var keys = LocalKeys.in(file);

    // When // Then
    assertThat(keys.toString()).doesNotContain(keys.sealing()).isEqualTo("LocalKeys[***]");
  }
}
