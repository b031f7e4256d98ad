/**
 * An SMSC to test against, on jsmpp's codec. It is not on jsmpp's server: that has a thread wait
 * for each answer, so that a latency of 50 ms at 2,000 a second would take a hundred of them.
 */
package dev.sandi.smsc;
