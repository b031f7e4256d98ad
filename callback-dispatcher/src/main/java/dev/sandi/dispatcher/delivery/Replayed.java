package dev.sandi.dispatcher.delivery;

import java.time.Instant;

/**
 * That a delivery which had ended was made due again: its schedule and its age begin anew, and its
 * attempts go on counting.
 *
 * @param attemptsBefore how many had been made by then
 * @param bulk whether it is one of many, and leaves the way to what is told for the first time
 */
record Replayed(Instant at, int attemptsBefore, boolean bulk) {}
