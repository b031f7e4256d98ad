package dev.sandi.ingress.blocklist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** The memory against a model that keeps a plain map and looks through all of it. */
class BlockMemoryProperties {

  private static final List<String> APPS = List.of("a", "b", "c");

  private record Change(String digits, boolean prefix, @Nullable String app, long until) {
    boolean takesBack() {
      return until == 0;
    }

    BlockKey key() {
      return new BlockKey(digits, prefix, app == null ? null : new AppId(app));
    }
  }

  private record Question(String app, String msisdn, long now) {}

  @Property(tries = 2000)
  void answersAsALookThroughAllBlocksWould(
      @ForAll("changes") List<Change> changes, @ForAll("questions") List<Question> questions) {
    // Given
    BlockMemory memory = new BlockMemory();
    Map<BlockKey, Long> model = new HashMap<>();

    // When
    for (Change change : changes) {
      if (change.takesBack()) {
        memory.unblock(change.digits(), change.prefix(), change.app());
        model.remove(change.key());
      } else {
        memory.block(change.digits(), change.prefix(), change.app(), change.until(), 0);
        model.put(change.key(), change.until());
      }
    }

    // Then
    for (Question question : questions) {
      Optional<BlockKey> match =
          memory.match(
              new AppId(question.app()), new PhoneNumber(question.msisdn()), question.now());
      int most =
          model.entrySet().stream()
              .filter(block -> stands(block.getKey(), block.getValue(), question))
              .mapToInt(block -> block.getKey().digits().length())
              .max()
              .orElse(0);
      assertThat(match.map(key -> key.digits().length()).orElse(0)).isEqualTo(most);
      match.ifPresent(key -> assertThat(stands(key, model.get(key), question)).isTrue());
    }
  }

  private static boolean stands(BlockKey key, long until, Question question) {
    return until > question.now()
        && (key.appId() == null || key.appId().value().equals(question.app()))
        && (key.prefix()
            ? question.msisdn().startsWith(key.digits())
            : question.msisdn().equals(key.digits()));
  }

  @Property
  void entriesThatEndedAreLeftBehindAsTheTableGrows(@ForAll("digits") String digits) {
    // Given
    BlockMemory memory = new BlockMemory();
    memory.block(digits, false, null, BlockScope.NEVER, 0);

    // When: a new hour brings a thousand blocks, and those of the last hour have ended
    for (int hour = 0; hour < 20; hour++) {
      for (int i = 0; i < 1000; i++) {
        memory.block("99" + (100_000 + hour * 1000 + i), false, null, hour + 1, hour);
      }
    }

    // Then
    assertThat(memory.size()).isLessThan(4000);
    assertThat(memory.match(new AppId("a"), new PhoneNumber(digits), 20))
        .contains(new BlockKey(digits, false, null));
  }

  @Provide
  Arbitrary<List<Change>> changes() {
    return Combinators.combine(
            // Few digits, so that prefixes meet numbers, and leading zeros that must count.
            Arbitraries.strings().withChars('0', '6').ofMinLength(4).ofMaxLength(16),
            Arbitraries.integers().between(1, 16),
            Arbitraries.of(true, false),
            Arbitraries.of(APPS).injectNull(0.4),
            Arbitraries.longs().between(0, 5).map(until -> until == 5 ? BlockScope.NEVER : until))
        .as(
            (digits, length, prefix, app, until) ->
                new Change(
                    prefix ? digits.substring(0, Math.min(length, digits.length())) : digits,
                    prefix,
                    app,
                    until))
        .list()
        .ofMaxSize(60);
  }

  @Provide
  Arbitrary<List<Question>> questions() {
    return Combinators.combine(
            Arbitraries.of(APPS),
            Arbitraries.strings().withChars('0', '6').ofMinLength(4).ofMaxLength(16),
            Arbitraries.longs().between(0, 4))
        .as(Question::new)
        .list()
        .ofSize(40);
  }

  @Provide
  Arbitrary<String> digits() {
    return Arbitraries.strings()
        .numeric()
        .ofMinLength(4)
        .ofMaxLength(16)
        .filter(d -> !d.startsWith("99"));
  }
}
