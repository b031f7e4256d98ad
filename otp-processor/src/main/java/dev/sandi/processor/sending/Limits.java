package dev.sandi.processor.sending;

import java.time.Duration;

/**
 * What one gateway may cost.
 *
 * @param window most messages whose answers are not on record yet
 * @param stall how long nothing may come back
 * @param answerTimeout how long one answer may take
 */
record Limits(int window, Duration stall, Duration answerTimeout) {}
