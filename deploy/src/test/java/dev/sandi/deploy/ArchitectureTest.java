package dev.sandi.deploy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final List<String> SERVICES =
      List.of("dev.sandi.ingress", "dev.sandi.processor", "dev.sandi.dispatcher");

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.sandi");

  @Test
  void servicesKnowEachOtherOnlyByEvents() {
    for (String service : SERVICES) {
      String[] others =
          SERVICES.stream()
              .filter(other -> !other.equals(service))
              .map(other -> other + "..")
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(service + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others)
          .check(MAIN);
    }
  }

  @Test
  void theSharedModelKnowsNoService() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.sandi.event..",
            "dev.sandi.value..",
            "dev.sandi.crypto..",
            "dev.sandi.messaging..",
            "dev.sandi.storage..",
            "dev.sandi.runtime..",
            "dev.sandi.trace..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SERVICES.stream().map(service -> service + "..").toArray(String[]::new))
        .check(MAIN);
  }

  @Test
  void theFeaturesOfAServiceFormNoCycle() {
    for (String service : SERVICES) {
      slices().matching(service + ".(*)..").should().beFreeOfCycles().check(MAIN);
    }
  }

  @Test
  void namesAreTheTradesAndNotThePatterns() {
    noClasses().should().haveNameMatching(".*(Impl|Utils?|Helper|Dto|DTO|Manager)").check(MAIN);
  }

  @Test
  void controllersAndListenersAreNobodysBusiness() {
    classes().that().haveNameMatching(".*(Controller|Listener)").should().notBePublic().check(MAIN);
  }

  @Test
  void halfOfTheTypesOfTheServicesAtLeastAreHidden() {
    // Given
    List<JavaClass> types =
        MAIN.stream()
            .filter(type -> SERVICES.stream().anyMatch(type.getPackageName()::startsWith))
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .toList();

    // Then
    Stream<JavaClass> hidden =
        types.stream().filter(type -> !type.getModifiers().contains(JavaModifier.PUBLIC));
    assertThat(hidden.count()).isGreaterThan(types.size() / 2);
  }
}
