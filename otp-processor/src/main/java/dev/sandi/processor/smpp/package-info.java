/**
 * SMPP 3.4: a gateway to an operator's SMSC, over binds of its own. What it writes is composed by
 * jsmpp; connections, windows and timers are ours, so that no thread waits for an answer.
 */
@NullMarked
package dev.sandi.processor.smpp;

import org.jspecify.annotations.NullMarked;
