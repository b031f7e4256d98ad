package dev.sandi.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.value.TemplateRisks.Kind;
import dev.sandi.value.TemplateRisks.Risk;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;

class TemplateRisksProperties {

  @Property(tries = 500)
  void anyTextIsJudgedWithoutAFailureAndTheSameEachTime(
      @ForAll String text, @ForAll List<String> domains) {
    assertThat(TemplateRisks.of(text, domains)).isEqualTo(TemplateRisks.of(text, domains));
  }

  @Property(tries = 300)
  void aLinkIsFoundWhateverStandsAroundIt(
      @ForAll @StringLength(max = 30) String before,
      @ForAll @AlphaChars @StringLength(min = 3, max = 12) String name) {
    String host = name.toLowerCase(java.util.Locale.ROOT) + "-x.test";

    assertThat(TemplateRisks.of(before + " https://" + host + "/a $OTP", List.of()))
        .contains(new Risk(Kind.FOREIGN_LINK, host));
    assertThat(TemplateRisks.of(" https://" + host + "/a $OTP", List.of(host))).isEmpty();
  }
}
