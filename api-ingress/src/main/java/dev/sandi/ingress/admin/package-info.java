/**
 * Administration, {@code /admin/v1}: who may, what every call did, and the forms that its endpoints
 * share. The endpoints themselves are with what they administer.
 */
@NullMarked
package dev.sandi.ingress.admin;

import org.jspecify.annotations.NullMarked;
