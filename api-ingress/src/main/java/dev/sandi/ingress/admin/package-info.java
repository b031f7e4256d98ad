/**
 * Administration, {@code /admin/v1}: who may, what every call did, and the forms that its endpoints
 * share. The endpoints themselves are with what they administer, and answer before they return (no
 * futures), so that the record knows how they ended.
 */
@NullMarked
package dev.sandi.ingress.admin;

import org.jspecify.annotations.NullMarked;
