package dev.sandi.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Decides at the door, once for a whole trace: what a request leads to is recorded if the request
 * is. What clients say of sampling is about their own traces, and no reason for us to record more.
 */
final class SampleRequests implements Sampler {

  private final Sampler requests;
  private final Sampler others = Sampler.parentBased(Sampler.alwaysOn());

  /**
   * @param share of the requests, 0 to 1, by their trace ids, so that all copies decide alike
   */
  SampleRequests(double share) {
    this.requests = Sampler.traceIdRatioBased(share);
  }

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    return (kind == SpanKind.SERVER ? requests : others)
        .shouldSample(parent, traceId, name, kind, attributes, links);
  }

  @Override
  public String getDescription() {
    return "SampleRequests{" + requests.getDescription() + "}";
  }
}
