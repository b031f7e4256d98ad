package dev.sandi.processor.sending;

import dev.sandi.processor.report.DeliveryFigures;
import dev.sandi.processor.routing.Figures;
import java.util.OptionalDouble;
import org.springframework.stereotype.Component;

/** What delivery reports and verifications have shown, for routes to go by. */
@Component
class MeasuredFigures implements Figures {

  private final DeliveryFigures measured;

  MeasuredFigures(DeliveryFigures measured) {
    this.measured = measured;
  }

  @Override
  public OptionalDouble deliveryRate(String gateway, String country) {
    return measured.deliveryRate(gateway, country);
  }

  @Override
  public OptionalDouble conversion(String gateway, String country) {
    return measured.conversion(gateway, country);
  }
}
