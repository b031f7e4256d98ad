package dev.sandi;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedModelArchTest {

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.sandi");

  @Test
  void theContractUsesNothingButTheJdkJacksonAndValues() {
    classes()
        .that()
        .resideInAPackage("dev.sandi.event..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.sandi.event..",
            "dev.sandi.value..",
            "java..",
            "com.fasterxml.jackson.annotation..",
            "tools.jackson..",
            "org.jspecify..")
        .check(MAIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev.sandi.value..", "dev.sandi.crypto..", "dev.sandi.event.."})
  void valuesKeysAndEventsKnowNeitherSpringNorKafka(String name) {
    noClasses()
        .that()
        .resideInAPackage(name)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "org.apache.kafka..")
        .check(MAIN);
  }

  @Test
  void valuesKnowNoOtherPackage() {
    noClasses()
        .that()
        .resideInAPackage("dev.sandi.value..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.sandi.event..",
            "dev.sandi.crypto..",
            "dev.sandi.messaging..",
            "dev.sandi.storage..",
            "dev.sandi.runtime..")
        .check(MAIN);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.sandi.(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Impl", "Util", "Utils", "Helper", "Dto", "Manager"})
  void namesSayWhatAThingIs(String suffix) {
    noClasses().should().haveSimpleNameEndingWith(suffix).check(MAIN);
  }
}
