package dev.sandi.ingress.admission;

import dev.sandi.value.SessionId;

/**
 * Where a request was admitted, by which it is noted that it was answered.
 *
 * @param batch the name of the batch: the session that its first request would become
 * @param number which of the batch it was, from 1
 */
record Place(SessionId batch, int number) {}
