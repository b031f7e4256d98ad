package dev.sandi.event;

/**
 * Something that happened, or a setting that holds from now on. The components of a record are the
 * fields of its JSON body; id, time and trace travel beside it in an {@link Envelope}.
 */
public sealed interface Event
    permits SessionEvent, EndpointEvent, AppChanged, BlockChanged, ErasureEvent {

  /** The key of its Kafka record: events of one key stay in order. */
  String key();

  /** The CloudEvents subject: what the event is about. */
  String subject();
}
