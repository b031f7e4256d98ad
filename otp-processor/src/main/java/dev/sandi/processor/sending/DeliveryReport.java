package dev.sandi.processor.sending;

import dev.sandi.value.SessionId;

/** A gateway says that the handset has a message. */
public record DeliveryReport(SessionId session, String gateway, String messageId) {}
