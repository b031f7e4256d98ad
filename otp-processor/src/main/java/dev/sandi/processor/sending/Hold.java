package dev.sandi.processor.sending;

import dev.sandi.value.SessionId;
import java.util.UUID;

/**
 * By what a copy holds a message.
 *
 * @param gateway by whom it is to be sent
 */
record Hold(SessionId session, UUID claim, String gateway) {}
