/**
 * Which gateways there are, and which of them a message goes to. Definitions, nothing that sends.
 */
@NullMarked
package dev.sandi.processor.routing;

import org.jspecify.annotations.NullMarked;
