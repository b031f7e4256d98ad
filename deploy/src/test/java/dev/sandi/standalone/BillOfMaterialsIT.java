package dev.sandi.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each service says what it is made of, in CycloneDX. */
@DisabledIfSystemProperty(
    named = "sandi.offline",
    matches = "is-true",
    disabledReason = "the plugin makes no bill of materials without a network (mvn -o)")
class BillOfMaterialsIT {

  private static final String LIBRARIES = "BOOT-INF/lib/";

  @ParameterizedTest
  @EnumSource(Service.class)
  void namesEveryLibraryInTheJarAndNothingElse(Service service) throws IOException {
    try (JarFile jar = new JarFile(service.jar().toFile())) {
      // Given
      Set<String> libraries =
          jar.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.startsWith(LIBRARIES) && name.endsWith(".jar"))
              .map(name -> name.substring(LIBRARIES.length()))
              // Boot adds it when it packs the jar; the layers' tools.
              .filter(name -> !name.startsWith("spring-boot-jarmode-"))
              .collect(Collectors.toSet());

      // When
      String place = jar.getManifest().getMainAttributes().getValue("Sbom-Location");
      JsonNode bill =
          JsonMapper.builder().build().readTree(jar.getInputStream(jar.getEntry(place)));

      // Then
      assertThat(bill.get("bomFormat").asString()).isEqualTo("CycloneDX");
      assertThat(bill.get("metadata").get("component").get("name").asString())
          .isEqualTo(service.module());
      Set<String> components =
          StreamSupport.stream(bill.get("components").spliterator(), false)
              .map(BillOfMaterialsIT::file)
              // They have nothing in them, and Boot leaves them out of the jar.
              .filter(name -> !name.startsWith("spring-boot-starter-"))
              .collect(Collectors.toSet());
      assertThat(components).hasSizeGreaterThan(50).containsExactlyInAnyOrderElementsOf(libraries);
    }
  }

  /** The name that a component's jar has in a repository. */
  private static String file(JsonNode component) {
    String name = component.get("name").asString() + "-" + component.get("version").asString();
    String purl = component.get("purl").asString();
    int classifier = purl.indexOf("classifier=");
    return classifier < 0
        ? name + ".jar"
        : name + "-" + purl.substring(classifier + 11).replaceFirst("&.*", "") + ".jar";
  }
}
