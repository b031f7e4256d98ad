/**
 * Everything in two copies, a customer, an SMSC and receivers, and processes that die or stand
 * still: what all of them have on record is held against each other.
 */
@NullMarked
package dev.sandi.bench.crash;

import org.jspecify.annotations.NullMarked;
