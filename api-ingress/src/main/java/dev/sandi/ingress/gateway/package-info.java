/**
 * Gateways and routes, for administrators. The processor keeps them; this asks it, and tells what
 * it says in the form that all of administration has.
 */
@NullMarked
package dev.sandi.ingress.gateway;

import org.jspecify.annotations.NullMarked;
